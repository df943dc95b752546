package dev.waymark.identity.signin;

import dev.waymark.identity.Chore;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.sessions.SignInMethod;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Logins and resets between their first factor and their end, each bound to its browser. */
@Component
class OpenLogins implements Chore {
    private static final Duration LIFE = Duration.ofMinutes(10);

    private final JdbcClient sql;
    private final Clock clock;

    OpenLogins(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    UUID begin(UUID account, OpenLogin.Goal goal, Set<SignInMethod> methods, String continueTo, Visitor visitor) {
        return sql.sql("""
                        insert into open_login (browser_key, account_id, goal, methods, continue_to, expires_at)
                        values (?, ?, ?, ?, ?, ?) returning id
                        """)
                .param(visitor.key())
                .param(account)
                .param(title(goal))
                .param(SignInMethod.titles(methods))
                .param(continueTo)
                .param(time(clock.instant().plus(LIFE)))
                .query(UUID.class)
                .single();
    }

    /** @return empty when it has ended, has expired, or is another browser's */
    Optional<OpenLogin> find(UUID id, Visitor visitor) {
        return sql.sql("""
                        select id, account_id, goal, methods, continue_to from open_login
                        where id = ? and browser_key = ? and expires_at > ?
                        """)
                .param(id)
                .param(visitor.key())
                .param(time(clock.instant()))
                .query((row, _) -> login(row))
                .optional();
    }

    /** @return false when somebody else was first, or time is over */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean end(OpenLogin login) {
        return sql.sql("delete from open_login where id = ? and expires_at > ?")
                        .param(login.id())
                        .param(time(clock.instant()))
                        .update()
                == 1;
    }

    @Override
    public void run() {
        sql.sql("delete from open_login where expires_at < ?")
                .param(time(clock.instant()))
                .update();
    }

    private static OpenLogin login(ResultSet row) throws SQLException {
        return new OpenLogin(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                OpenLogin.Goal.valueOf(row.getString("goal").toUpperCase(Locale.ROOT)),
                SignInMethod.all(row.getArray("methods")),
                row.getString("continue_to"));
    }

    private static String title(OpenLogin.Goal goal) {
        return goal.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
