package dev.waymark.identity.signin;

import dev.waymark.identity.browser.Browsers;
import dev.waymark.platform.web.StandardProblems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives controllers the {@link TypedCode}, from the fields of {@code code.jte}. */
@Component
class TypedCodeArguments implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    private final Browsers browsers;

    TypedCodeArguments(Browsers browsers) {
        this.browsers = browsers;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == TypedCode.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        HttpServletResponse response = Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
        return new TypedCode(
                id(request.getParameter("code")),
                Objects.requireNonNullElse(request.getParameter("typed"), ""),
                Continuation.of(request.getParameter("continue")),
                browsers.exchange(request, response));
    }

    private static UUID id(@Nullable String text) {
        try {
            return UUID.fromString(Objects.requireNonNullElse(text, "").strip());
        } catch (IllegalArgumentException _) {
            throw StandardProblems.of(HttpStatus.BAD_REQUEST);
        }
    }
}
