package dev.waymark.identity.sessions;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.browser.Browsers;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.pages.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives controllers the {@link Visitor} and who is {@link SignedIn}. */
@Component
class SignedInArguments implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    /** How long a login counts as fresh. */
    static final Duration FRESH = Duration.ofMinutes(5);

    private final CurrentSession current;
    private final Accounts accounts;
    private final Browsers browsers;
    private final SecondFactors factors;
    private final Clock clock;

    SignedInArguments(
            CurrentSession current, Accounts accounts, Browsers browsers, SecondFactors factors, Clock clock) {
        this.current = current;
        this.accounts = accounts;
        this.browsers = browsers;
        this.factors = factors;
        this.clock = clock;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == SignedIn.class || parameter.getParameterType() == Visitor.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        HttpServletResponse response = Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
        return parameter.getParameterType() == Visitor.class
                ? browsers.of(request, response)
                : signedIn(request, parameter.hasParameterAnnotation(FreshLogin.class));
    }

    /** Recently, and by the second factor where there is one: that a browser is trusted spares the login, and nothing more. */
    private boolean isFresh(LoginSession session) {
        return !session.authenticatedAt().plus(FRESH).isBefore(clock.instant())
                && (session.hasSecondFactor() || factors.of(session.account()).isEmpty());
    }

    private SignedIn signedIn(HttpServletRequest request, boolean fresh) {
        LoginSession session = current.of(request).orElseThrow(() -> new SignInRequired(false));
        if (fresh && !isFresh(session)) {
            throw new SignInRequired(true);
        }
        Account account = accounts.byId(session.account()).orElseThrow(() -> new SignInRequired(false));
        Texts t = Texts.current();
        Viewer.signsOutAt(
                request,
                t.path(CurrentSession.END) + "?ui_locales=" + t.language().tag());
        return new SignedIn(session, account);
    }
}
