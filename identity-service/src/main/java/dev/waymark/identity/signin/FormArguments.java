package dev.waymark.identity.signin;

import dev.waymark.identity.browser.Argument;
import dev.waymark.identity.browser.Browsers;
import dev.waymark.platform.web.StandardProblems;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;

/** Reads the fields of forms that people sign in with. */
@Configuration(proxyBeanMethods = false)
class FormArguments {
    @Bean
    Argument<TypedCode> typedCode(Browsers browsers) {
        return new Argument<>(
                TypedCode.class,
                (request, response, _) -> new TypedCode(
                        id(request.getParameter("code")),
                        text(request.getParameter("typed")),
                        Continuation.of(request.getParameter("continue")),
                        browsers.exchange(request, response)));
    }

    @Bean
    Argument<AddressForm> addressForm(Browsers browsers) {
        return new Argument<>(
                AddressForm.class,
                (request, response, _) -> new AddressForm(
                        text(request.getParameter("email")),
                        Continuation.of(request.getParameter("continue")),
                        browsers.exchange(request, response)));
    }

    private static String text(@Nullable String typed) {
        return Objects.requireNonNullElse(typed, "");
    }

    private static UUID id(@Nullable String typed) {
        try {
            return UUID.fromString(text(typed).strip());
        } catch (IllegalArgumentException _) {
            throw StandardProblems.of(HttpStatus.BAD_REQUEST);
        }
    }
}
