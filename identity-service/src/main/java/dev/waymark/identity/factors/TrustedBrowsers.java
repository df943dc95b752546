package dev.waymark.identity.factors;

import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Browsers in which the second factor is not asked for, for two weeks after it was given there. Each row names the generation of the
 * factors that were shown; when that has grown, the row is worth nothing, whoever wrote it when.
 */
@Component
public class TrustedBrowsers {
    /** How long a browser is trusted. */
    public static final Duration LIFE = Duration.ofDays(14);

    private static final String GENERATION =
            "coalesce((select generation from factor_generation g where g.account_id = :account), 0)";

    private final JdbcClient sql;
    private final AccountTrail trail;
    private final Clock clock;

    TrustedBrowsers(JdbcClient sql, AccountTrail trail, Clock clock) {
        this.sql = sql;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * A browser that is trusted.
     *
     * @param address the IP address from which the second factor was given
     * @param userAgent what it says that it is; may be empty
     */
    public record TrustedBrowser(UUID id, String address, String userAgent, Instant trustedAt, Instant endsAt) {}

    @Transactional
    void trust(UUID account, Visitor visitor) {
        Instant now = clock.instant();
        sql.sql("""
                insert into trusted_browser (account_id, browser_key, generation, trusted_at, ends_at, address, user_agent)
                values (:account, :browser, %s, :now, :end, :address, :agent)
                on conflict (account_id, browser_key) do update set generation = excluded.generation,
                    trusted_at = excluded.trusted_at, ends_at = excluded.ends_at, address = excluded.address,
                    user_agent = excluded.user_agent
                """.formatted(GENERATION))
                .param("account", account)
                .param("browser", visitor.key())
                .param("now", time(now))
                .param("end", time(now.plus(LIFE)))
                .param("address", visitor.address())
                .param("agent", visitor.userAgent())
                .update();
        trail.record(account, AccountEvent.BROWSER_TRUSTED, Actor.person(visitor));
    }

    boolean isTrusted(UUID account, Visitor visitor) {
        return sql.sql("""
                        select exists (select from trusted_browser where account_id = :account and browser_key = :browser
                            and generation = %s and ends_at > :now)
                        """.formatted(GENERATION))
                .param("account", account)
                .param("browser", visitor.key())
                .param("now", time(clock.instant()))
                .query(Boolean.class)
                .single();
    }

    /** The browsers that are trusted now, the latest first. */
    public List<TrustedBrowser> all(UUID account) {
        return sql.sql("""
                        select id, address, user_agent, trusted_at, ends_at from trusted_browser
                        where account_id = :account and generation = %s and ends_at > :now order by trusted_at desc
                        """.formatted(GENERATION))
                .param("account", account)
                .param("now", time(clock.instant()))
                .query((row, _) -> new TrustedBrowser(
                        row.getObject("id", UUID.class),
                        row.getString("address"),
                        row.getString("user_agent"),
                        row.getObject("trusted_at", OffsetDateTime.class).toInstant(),
                        row.getObject("ends_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Trusts no browser any more. @return how many were trusted */
    @Transactional
    public int endAll(UUID account, Actor actor) {
        int trusted = end(account);
        if (trusted > 0) {
            trail.record(account, AccountEvent.TRUST_ENDED, actor, Map.of("browsers", String.valueOf(trusted)));
        }
        return trusted;
    }

    /**
     * What the account can be entered by has changed: browsers that knew it before are asked anew, and logins that were begun with it
     * do not go on.
     */
    @Transactional
    public void factorsChanged(UUID account) {
        end(account);
        sql.sql("delete from open_login where account_id = ?").param(account).update();
    }

    private int end(UUID account) {
        sql.sql("""
                insert into factor_generation as g (account_id, generation) values (?, 1)
                on conflict (account_id) do update set generation = g.generation + 1
                """).param(account).update();
        return sql.sql("delete from trusted_browser where account_id = ?")
                .param(account)
                .update();
    }

    int removeEnded() {
        return sql.sql("delete from trusted_browser where ends_at <= ?")
                .param(time(clock.instant()))
                .update();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
