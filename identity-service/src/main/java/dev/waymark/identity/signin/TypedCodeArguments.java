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

/** Reads the fields of {@code code.jte}. */
@Configuration(proxyBeanMethods = false)
class TypedCodeArguments {
    @Bean
    Argument<TypedCode> typedCode(Browsers browsers) {
        return new Argument<>(
                TypedCode.class,
                (request, response, _) -> new TypedCode(
                        id(request.getParameter("code")),
                        Objects.requireNonNullElse(request.getParameter("typed"), ""),
                        Continuation.of(request.getParameter("continue")),
                        browsers.exchange(request, response)));
    }

    private static UUID id(@Nullable String text) {
        try {
            return UUID.fromString(Objects.requireNonNullElse(text, "").strip());
        } catch (IllegalArgumentException _) {
            throw StandardProblems.of(HttpStatus.BAD_REQUEST);
        }
    }
}
