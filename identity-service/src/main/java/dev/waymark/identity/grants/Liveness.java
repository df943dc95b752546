package dev.waymark.identity.grants;

import dev.waymark.identity.sessions.SignInMethod;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The times by which the statements of this package decide what is over. */
@Component
class Liveness {
    /** Of a row of {@code login_session s} and {@code account a}: signed in still, and may do something. */
    static final String LIVE = " s.last_seen_at > :idleSince and s.ends_at > :now and a.enabled ";

    private final Clock clock;
    private final Duration idle;
    private final Duration life;

    Liveness(
            Clock clock,
            @Value("${SESSION_IDLE_HOURS}") long idleHours,
            @Value("${SESSION_LIFETIME_DAYS}") long lifeDays) {
        this.clock = clock;
        this.idle = Duration.ofHours(idleHours);
        this.life = Duration.ofDays(lifeDays);
    }

    Instant now() {
        return clock.instant();
    }

    /** When a grant ends that is made now. */
    OffsetDateTime end() {
        return time(now().plus(life));
    }

    /** {@code now} and {@code idleSince}, for {@link #LIVE}. */
    Map<String, OffsetDateTime> times() {
        Instant now = now();
        return Map.of("now", time(now), "idleSince", time(now.minus(idle)));
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** @param nonce as in {@link GrantedAccess} */
    static GrantedAccess access(ResultSet row, @Nullable String nonce) throws SQLException {
        return new GrantedAccess(
                row.getObject("account_id", UUID.class),
                row.getObject("session_id", UUID.class),
                row.getObject("authenticated_at", OffsetDateTime.class).toInstant(),
                SignInMethod.all(row.getArray("methods")),
                Set.of((String[]) row.getArray("scopes").getArray()),
                nonce);
    }
}
