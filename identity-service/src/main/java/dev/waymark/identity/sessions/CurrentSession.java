package dev.waymark.identity.sessions;

import dev.waymark.identity.browser.Cookies;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The session of a request, by its cookie. */
@Component
public class CurrentSession {
    /** The page that asks whether to end it. */
    public static final String END = "/login/end";

    private static final String KNOWN = CurrentSession.class.getName();

    private final Cookies cookies;
    private final LoginSessions sessions;
    private final Duration life;

    CurrentSession(Cookies cookies, LoginSessions sessions, @Value("${SESSION_LIFETIME_DAYS}") long lifeDays) {
        this.cookies = cookies;
        this.sessions = sessions;
        this.life = Duration.ofDays(lifeDays);
    }

    /** Looked up once a request. */
    @SuppressWarnings("unchecked")
    public Optional<LoginSession> of(HttpServletRequest request) {
        if (request.getAttribute(KNOWN) instanceof Optional<?> known) {
            return (Optional<LoginSession>) known;
        }
        Optional<LoginSession> session = cookies.read(request, Cookies.LOGIN).flatMap(sessions::of);
        session.ifPresent(sessions::seen);
        request.setAttribute(KNOWN, session);
        return session;
    }

    /** @param token what {@link LoginSessions#start} returned */
    public void set(HttpServletResponse response, String token) {
        cookies.set(response, Cookies.LOGIN, token, life);
    }

    public void remove(HttpServletResponse response) {
        cookies.remove(response, Cookies.LOGIN);
    }
}
