package dev.waymark.identity.sessions;

import dev.waymark.identity.Chore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Removes sessions that have ended by time; nobody needs to be told. */
@Component
class SessionChores implements Chore {
    private final JdbcClient sql;
    private final Clock clock;
    private final Duration idle;

    SessionChores(JdbcClient sql, Clock clock, @Value("${SESSION_IDLE_HOURS}") long idleHours) {
        this.sql = sql;
        this.clock = clock;
        this.idle = Duration.ofHours(idleHours);
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        sql.sql("delete from login_session where ends_at <= ? or last_seen_at <= ?")
                .param(now.atOffset(ZoneOffset.UTC))
                .param(now.minus(idle).atOffset(ZoneOffset.UTC))
                .update();
    }
}
