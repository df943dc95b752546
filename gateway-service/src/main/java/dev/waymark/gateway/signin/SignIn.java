package dev.waymark.gateway.signin;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import dev.waymark.platform.cache.CacheAwayException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Signing in and out of a browser. The login itself is identity-service's; here it becomes a session of the gateway. */
@Controller
@ConditionalOnWebApplication
class SignIn {
    private static final Logger log = LoggerFactory.getLogger(SignIn.class);
    /** Of logins that somebody began and left; more of their cookies make requests too large. */
    private static final int MOST_UNDER_WAY = 8;

    private final IdentityProvider provider;
    private final PendingLogins logins;
    private final Sessions sessions;
    private final SiteCookies cookies;
    private final SignInPages pages;
    private final Clock clock;

    SignIn(
            IdentityProvider provider,
            PendingLogins logins,
            Sessions sessions,
            SiteCookies cookies,
            SignInPages pages,
            Clock clock) {
        this.provider = provider;
        this.logins = logins;
        this.sessions = sessions;
        this.cookies = cookies;
        this.pages = pages;
        this.clock = clock;
    }

    /** Begins a login, and sends the browser to identity-service. */
    @GetMapping("/signin")
    ResponseEntity<String> begin(HttpServletRequest request, HttpServletResponse response) {
        Map<String, List<String>> parameters = URLUtils.parseParameters(request.getQueryString());
        PendingLogins.Begun begun = begin(ReturnPath.of(parameters.getOrDefault("return", List.of()).stream()
                .findFirst()
                .orElse(null)));
        List<String> underWay = cookies.beginningWith(request, SiteCookies.LOGIN_UNDER_WAY);
        if (underWay.size() >= MOST_UNDER_WAY) {
            underWay.forEach(name -> cookies.remove(response, name));
        }
        cookies.set(response, PendingLogins.cookie(begun.login().state()), begun.token(), PendingLogins.LIFE);
        return goTo(provider.authorization(begun.login()));
    }

    private PendingLogins.Begun begin(String returnPath) {
        try {
            return logins.begin(returnPath);
        } catch (CacheAwayException _) {
            throw Visitors.away();
        }
    }

    /** Takes the answer of identity-service, and makes a session of it. */
    @GetMapping(IdentityProvider.CALLBACK)
    ResponseEntity<String> end(HttpServletRequest request, HttpServletResponse response) {
        PendingLogin login = null;
        try {
            AuthenticationResponse answer = parse(request);
            login = pending(answer, request, response);
            if (!answer.indicatesSuccess()) {
                return refused(answer, login);
            }
            IdentityProvider.Granted granted = provider.redeem(
                    Objects.requireNonNull(answer.toSuccessResponse().getAuthorizationCode(), "a code"), login);
            start(granted, request, response);
            return goTo(URI.create(login.returnPath()));
        } catch (RefusedException e) {
            log.warn("a login failed: {}", e.getMessage());
            return pages.failed(login == null ? null : login.returnPath(), request);
        } catch (IdentityAwayException | CacheAwayException e) {
            log.warn("a login could not be finished: {}", e.getMessage());
            return pages.away(login == null ? null : login.returnPath(), request);
        }
    }

    private AuthenticationResponse parse(HttpServletRequest request) throws RefusedException {
        String query = Objects.requireNonNullElse(request.getQueryString(), "");
        try {
            AuthenticationResponse answer = AuthenticationResponseParser.parse(
                    URI.create(IdentityProvider.CALLBACK), URLUtils.parseParameters(query));
            // RFC 9207, section 2.4.
            if (answer.getIssuer() != null && !answer.getIssuer().equals(provider.issuer())) {
                throw new RefusedException("an answer of another issuer");
            }
            if (answer.getState() == null) {
                throw new RefusedException("an answer without state");
            }
            if (answer.indicatesSuccess() && answer.toSuccessResponse().getAuthorizationCode() == null) {
                throw new RefusedException("an answer without a code");
            }
            return answer;
        } catch (ParseException _) {
            throw new RefusedException("an answer that is none of OpenID Connect");
        }
    }

    private PendingLogin pending(
            AuthenticationResponse answer, HttpServletRequest request, HttpServletResponse response)
            throws RefusedException {
        String state = answer.getState().getValue();
        String name = PendingLogins.cookie(state);
        Optional<BrowserToken> token = cookies.read(request, name);
        if (token.isEmpty()) {
            throw new RefusedException("a login that this browser did not begin");
        }
        cookies.remove(response, name);
        return logins.take(token.get(), state)
                .orElseThrow(() -> new RefusedException("a login that is over, or was answered before"));
    }

    private ResponseEntity<String> refused(AuthenticationResponse answer, PendingLogin login) throws RefusedException {
        String error = String.valueOf(answer.toErrorResponse().getErrorObject().getCode());
        if (OAuth2Error.ACCESS_DENIED.getCode().equals(error)) {
            return goTo(URI.create(login.returnPath()));
        }
        if (OAuth2Error.SERVER_ERROR.getCode().equals(error)
                || OAuth2Error.TEMPORARILY_UNAVAILABLE.getCode().equals(error)) {
            throw new IdentityAwayException(error);
        }
        throw new RefusedException(error.replaceAll("[^a-z_]", ""));
    }

    private void start(IdentityProvider.Granted granted, HttpServletRequest request, HttpServletResponse response)
            throws RefusedException {
        Session session = new Session(
                granted.subject().account(),
                granted.subject().sid(),
                granted.subject().issuedAt(),
                clock.instant().plus(sessions.lifetime()),
                granted.idToken(),
                granted.tokens());
        BrowserToken token = BrowserToken.make();
        if (!sessions.start(token, session)) {
            throw new RefusedException("a session that was ended while it began");
        }
        cookies.set(response, SiteCookies.SESSION, token, sessions.lifetime());
        cookies.read(request, SiteCookies.SESSION).ifPresent(this::endQuietly);
    }

    /** The one that this browser had before; nobody has its cookie any more, so it ends by itself if not now. */
    private void endQuietly(BrowserToken old) {
        try {
            end(old);
        } catch (CacheAwayException e) {
            log.warn("the session before a new one could not be ended: {}", e.getMessage());
        }
    }

    /** Ends the session here, whatever becomes of the rest, and sends the browser to identity-service to end the one there. */
    @PostMapping("/signout")
    ResponseEntity<String> signOut(HttpServletRequest request, HttpServletResponse response) {
        Optional<Session> ended;
        try {
            ended = cookies.read(request, SiteCookies.SESSION).flatMap(this::end);
        } catch (CacheAwayException _) {
            throw Visitors.away();
        }
        cookies.remove(response, SiteCookies.SESSION);
        // Without a session here there may still be one there, whose service then asks.
        return goTo(provider.endOfSession(ended.map(Session::idToken).orElse(null)));
    }

    private Optional<Session> end(BrowserToken token) {
        Optional<Session> session = sessions.find(token).map(Sessions.Stored::session);
        session.ifPresent(found -> sessions.end(token, found));
        return session;
    }

    private static ResponseEntity<String> goTo(URI address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(address)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
