package dev.waymark.identity.signin;

import dev.waymark.identity.Chore;
import dev.waymark.identity.browser.Visitor;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** In which browsers an account was signed in before. */
@Component
class KnownBrowsers implements Chore {
    private static final Duration KEPT = Duration.ofDays(400);

    private final JdbcClient sql;
    private final Clock clock;

    KnownBrowsers(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** Whether the account with an address was signed in here before; asked the same way when there is no such account. */
    boolean isKnown(String emailKey, Visitor visitor) {
        return sql.sql("""
                        select exists (select from known_browser k join account a on a.id = k.account_id
                            where a.email_key = ? and k.browser_key = ?)
                        """)
                .param(emailKey)
                .param(visitor.key())
                .query(Boolean.class)
                .single();
    }

    /** @return whether the account is in this browser for the first time, and has been in another one before */
    boolean isNew(UUID account, Visitor visitor) {
        return sql.sql("""
                        with others as (
                            select exists (select 1 from known_browser where account_id = ? and browser_key <> ?) as known
                        ), this as (
                            insert into known_browser (account_id, browser_key, last_used_at) values (?, ?, ?)
                            on conflict (account_id, browser_key) do update set last_used_at = excluded.last_used_at
                            returning xmax = 0 as inserted
                        )
                        select this.inserted and others.known from this, others
                        """)
                .param(account)
                .param(visitor.key())
                .param(account)
                .param(visitor.key())
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    @Override
    public void run() {
        sql.sql("delete from known_browser where last_used_at < ?")
                .param(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }
}
