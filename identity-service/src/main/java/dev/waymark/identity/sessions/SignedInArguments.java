package dev.waymark.identity.sessions;

import dev.waymark.identity.browser.Argument;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SignedInArguments {
    @Bean
    Argument<SignedIn> signedIn(CurrentPerson current) {
        return new Argument<>(
                SignedIn.class,
                (request, _, parameter) -> current.of(request, parameter.hasParameterAnnotation(FreshLogin.class)));
    }
}
