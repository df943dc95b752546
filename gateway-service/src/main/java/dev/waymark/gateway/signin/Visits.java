package dev.waymark.gateway.signin;

import dev.waymark.gateway.signin.RefreshLock.Attempt;
import dev.waymark.platform.cache.CacheAwayException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Finds the session of a request, and keeps its tokens fresh. Refresh tokens are used once, so of all requests that see an old access
 * token one asks for new tokens, in whichever copy of the gateway; the others go on with the old one while it is valid, and otherwise
 * wait for what comes of it.
 */
@Component
@ConditionalOnWebApplication
class Visits {
    /** An access token is renewed when less than this is left of it. */
    static final Duration RENEWED_BEFORE = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(Visits.class);
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final Duration LOOK = Duration.ofMillis(25);

    private final Sessions sessions;
    private final RefreshLock lock;
    private final IdentityProvider provider;
    private final Clock clock;
    private final MeterRegistry meters;

    Visits(Sessions sessions, RefreshLock lock, IdentityProvider provider, Clock clock, MeterRegistry meters) {
        this.sessions = sessions;
        this.lock = lock;
        this.provider = provider;
        this.clock = clock;
        this.meters = meters;
    }

    Visit of(BrowserToken token) {
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            Optional<Sessions.Stored> stored = sessions.find(token);
            while (stored.isPresent() && !isFresh(stored.get().session())) {
                Session session = stored.get().session();
                switch (lock.take(token.key())) {
                    case Attempt.Taken taken -> {
                        return refresh(token, taken.owner());
                    }
                    case Attempt.Busy _ when !isValid(session) && System.nanoTime() < deadline -> Thread.sleep(LOOK);
                    case Attempt.Busy _, Attempt.Pausing _ -> {
                        return asLongAsValid(session);
                    }
                }
                stored = sessions.find(token);
            }
            return stored.<Visit>map(found -> signedIn(found.session())).orElseGet(Visit.Over::new);
        } catch (CacheAwayException _) {
            return new Visit.Unknown();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Visit.Unknown();
        }
    }

    private Visit refresh(BrowserToken token, String owner) {
        // Read again: whoever held the lock before may have renewed it since.
        Optional<Sessions.Stored> stored = sessions.find(token);
        if (stored.isEmpty() || isFresh(stored.get().session())) {
            lock.giveBack(token.key(), owner);
            return stored.<Visit>map(found -> signedIn(found.session())).orElseGet(Visit.Over::new);
        }
        Session session = stored.get().session();
        try {
            Tokens tokens = provider.refresh(session.tokens().refresh());
            count("renewed");
            Optional<Session> renewed = sessions.renew(token, session, tokens);
            lock.giveBack(token.key(), owner);
            return renewed.<Visit>map(Visits::signedIn).orElseGet(Visit.Over::new);
        } catch (RefusedException _) {
            count("refused");
            boolean over = sessions.endUnchanged(token, stored.get());
            lock.giveBack(token.key(), owner);
            // A copy that was believed dead has renewed it after all.
            return over
                    ? new Visit.Over()
                    : sessions.find(token)
                            .map(found -> asLongAsValid(found.session()))
                            .orElseGet(Visit.Over::new);
        } catch (IdentityAwayException e) {
            count("failed");
            log.warn("tokens could not be renewed: {}", e.getMessage());
            lock.pause(token.key());
            return asLongAsValid(session);
        }
    }

    private Visit asLongAsValid(Session session) {
        return isValid(session) ? signedIn(session) : new Visit.Unknown();
    }

    private boolean isFresh(Session session) {
        return clock.instant().plus(RENEWED_BEFORE).isBefore(session.tokens().expiresAt());
    }

    private boolean isValid(Session session) {
        Instant now = clock.instant();
        return now.isBefore(session.tokens().expiresAt());
    }

    private static Visit.SignedIn signedIn(Session session) {
        return new Visit.SignedIn(session.tokens().access());
    }

    private void count(String outcome) {
        meters.counter("waymark.signin.refreshes", "outcome", outcome).increment();
    }
}
