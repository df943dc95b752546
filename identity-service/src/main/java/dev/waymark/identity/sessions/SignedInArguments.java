package dev.waymark.identity.sessions;

import dev.waymark.identity.browser.Browsers;
import dev.waymark.identity.browser.Exchange;
import dev.waymark.identity.browser.Visitor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives controllers the {@link Visitor}, the whole {@link Exchange}, and who is {@link SignedIn}. */
@Component
class SignedInArguments implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    private static final Set<Class<?>> GIVEN = Set.of(SignedIn.class, Visitor.class, Exchange.class);

    private final CurrentPerson current;
    private final Browsers browsers;

    SignedInArguments(CurrentPerson current, Browsers browsers) {
        this.current = current;
        this.browsers = browsers;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return GIVEN.contains(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        HttpServletResponse response = Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
        Class<?> type = parameter.getParameterType();
        if (type == SignedIn.class) {
            return current.of(request, parameter.hasParameterAnnotation(FreshLogin.class));
        }
        return type == Visitor.class ? browsers.of(request, response) : browsers.exchange(request, response);
    }
}
