package dev.waymark.identity.browser;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** A type of parameter that every controller may have, once there is a bean of this. */
public final class Argument<T> implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    /** Makes a parameter of a request. */
    @FunctionalInterface
    public interface Maker<T> {
        /** @throws RuntimeException when the controller is not to be called: what becomes of it is its handler's matter */
        T make(HttpServletRequest request, HttpServletResponse response, MethodParameter parameter);
    }

    private final Class<T> type;
    private final Maker<T> maker;

    public Argument(Class<T> type, Maker<T> maker) {
        this.type = type;
        this.maker = maker;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == type;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        return Objects.requireNonNull(maker.make(
                Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class)),
                Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class)),
                parameter));
    }
}
