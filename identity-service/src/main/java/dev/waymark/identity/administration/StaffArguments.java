package dev.waymark.identity.administration;

import dev.waymark.identity.browser.Argument;
import dev.waymark.identity.browser.Browsers;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.sessions.CurrentPerson;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.SignedIn;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who of the staff does something. There is no such parameter for anybody else, so no controller can forget to look. */
@Configuration(proxyBeanMethods = false)
class StaffArguments {
    @Bean
    Argument<By> staff(CurrentPerson current, StaffAccess access, Browsers browsers) {
        return new Argument<>(By.class, (request, response, parameter) -> {
            SignedIn who = current.of(request, parameter.hasParameterAnnotation(FreshLogin.class));
            Visitor visitor = browsers.of(request, response);
            return By.staff(access.staff(who), visitor);
        });
    }
}
