package dev.waymark.identity.browser;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What controllers may know of the browser. */
@Configuration(proxyBeanMethods = false)
class BrowserArguments {
    @Bean
    Argument<Visitor> visitor(Browsers browsers) {
        return new Argument<>(Visitor.class, (request, response, _) -> browsers.of(request, response));
    }

    @Bean
    Argument<Exchange> exchange(Browsers browsers) {
        return new Argument<>(Exchange.class, (request, response, _) -> browsers.exchange(request, response));
    }
}
