package dev.waymark.identity.sessions;

import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where people are signed in. A session ends when nobody used it for a while, in any case after some days, and at once when it is ended
 * by {@link SessionEnds}: its row is what every request looks for.
 */
@Component
public class LoginSessions {
    private static final Duration SEEN_AGAIN_AFTER = Duration.ofMinutes(1);
    private static final String COLUMNS =
            "s.id, s.account_id, s.methods, s.started_at, s.authenticated_at, s.last_seen_at, s.address, s.user_agent";

    private final JdbcClient sql;
    private final AccountTrail trail;
    private final Clock clock;
    private final Duration idle;
    private final Duration life;

    LoginSessions(
            JdbcClient sql,
            AccountTrail trail,
            Clock clock,
            @Value("${SESSION_IDLE_HOURS}") long idleHours,
            @Value("${SESSION_LIFETIME_DAYS}") long lifeDays) {
        this.sql = sql;
        this.trail = trail;
        this.clock = clock;
        this.idle = Duration.ofHours(idleHours);
        this.life = Duration.ofDays(lifeDays);
    }

    /**
     * @param token the cookie's value
     * @return empty when the session has ended, or its account may do nothing
     */
    public Optional<LoginSession> of(String token) {
        Instant now = clock.instant();
        return sql.sql("select " + COLUMNS + """
                         from login_session s join account a on a.id = s.account_id
                        where s.token_hash = ? and s.last_seen_at > ? and s.ends_at > ? and a.enabled
                        """)
                .param(Visitor.digest(token))
                .param(time(now.minus(idle)))
                .param(time(now))
                .query((row, _) -> session(row))
                .optional();
    }

    /** Every session of an account, the newest use first. */
    public List<LoginSession> all(UUID account) {
        Instant now = clock.instant();
        return sql.sql("select " + COLUMNS + """
                         from login_session s where s.account_id = ? and s.last_seen_at > ? and s.ends_at > ?
                        order by s.last_seen_at desc
                        """)
                .param(account)
                .param(time(now.minus(idle)))
                .param(time(now))
                .query((row, _) -> session(row))
                .list();
    }

    /** Notes that a session is in use, at most once a minute. */
    public void seen(LoginSession session) {
        seen(session.id());
    }

    /** As {@link #seen(LoginSession)}, for a session that is used through its tokens. */
    public void seen(UUID session) {
        Instant now = clock.instant();
        sql.sql("update login_session set last_seen_at = ? where id = ? and last_seen_at < ?")
                .param(time(now))
                .param(session)
                .param(time(now.minus(SEEN_AGAIN_AFTER)))
                .update();
    }

    /** @return the cookie's value, which is not stored */
    @Transactional
    public String start(UUID account, Set<SignInMethod> methods, Visitor visitor) {
        Instant now = clock.instant();
        String token = Visitor.newToken();
        sql.sql("""
                insert into login_session (token_hash, account_id, methods, started_at, authenticated_at, last_seen_at, ends_at,
                    address, user_agent)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .param(Visitor.digest(token))
                .param(account)
                .param(SignInMethod.titles(methods))
                .param(time(now))
                .param(time(now))
                .param(time(now))
                .param(time(now.plus(life)))
                .param(visitor.address())
                .param(visitor.userAgent())
                .update();
        trail.record(
                account,
                AccountEvent.SIGNED_IN,
                Actor.person(visitor),
                Map.of("methods", String.join(" ", SignInMethod.titles(methods))));
        return token;
    }

    /**
     * Its owner has shown once more who he is.
     *
     * @return the cookie's new value: whoever has the old one is not trusted by it
     */
    @Transactional
    public String reauthenticated(LoginSession session, SignInMethod method, Visitor visitor) {
        String token = Visitor.newToken();
        int updated = sql.sql("""
                        update login_session set authenticated_at = ?, token_hash = ?,
                            methods = (select array_agg(distinct m order by m) from unnest(methods || ?::text) m)
                        where id = ?
                        """)
                .param(time(clock.instant()))
                .param(Visitor.digest(token))
                .param(method.title())
                .param(session.id())
                .update();
        if (updated == 1) {
            trail.record(
                    session.account(),
                    AccountEvent.REAUTHENTICATED,
                    Actor.person(visitor),
                    Map.of("method", method.title()));
        }
        return token;
    }

    /** Its owner has just made a second factor in this session, and shown it by that. */
    public void shown(LoginSession session, SignInMethod method) {
        sql.sql("""
                update login_session set methods = (select array_agg(distinct m order by m) from unnest(methods || ?::text) m)
                where id = ?
                """).param(method.title()).param(session.id()).update();
    }

    private static LoginSession session(ResultSet row) throws SQLException {
        return new LoginSession(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                SignInMethod.all(row.getArray("methods")),
                instant(row, "started_at"),
                instant(row, "authenticated_at"),
                instant(row, "last_seen_at"),
                row.getString("address"),
                row.getString("user_agent"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
