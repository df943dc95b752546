package dev.waymark.identity.factors.passkeys;

import dev.waymark.identity.browser.Visitor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Challenges that authenticators sign: each for one browser, for five minutes, and for one answer, right or wrong. */
@Component
public class Challenges {
    static final Duration LIFE = Duration.ofMinutes(5);
    /** Web Authentication Level 3, section 13.4.3, asks for 16 at least. */
    private static final int BYTES = 32;

    /** What is done with a passkey. */
    enum Ceremony {
        CREATE,
        GET
    }

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient sql;
    private final Clock clock;

    Challenges(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** @param account for whom a passkey is made; null when one is used */
    byte[] give(Visitor visitor, Ceremony ceremony, @Nullable UUID account) {
        byte[] challenge = new byte[BYTES];
        random.nextBytes(challenge);
        sql.sql("""
                insert into passkey_challenge (challenge, browser_key, ceremony, account_id, ends_at) values (?, ?, ?, ?::uuid, ?)
                """)
                .param(challenge)
                .param(visitor.key())
                .param(ceremony.name().toLowerCase(java.util.Locale.ROOT))
                .param(account)
                .param(time(clock.instant().plus(LIFE)))
                .update();
        return challenge;
    }

    /** @return whether it was given to this browser for this, and not answered before; now it is */
    boolean take(byte[] challenge, Visitor visitor, Ceremony ceremony, @Nullable UUID account) {
        return sql.sql("""
                        delete from passkey_challenge where challenge = ? and browser_key = ? and ceremony = ?
                            and account_id is not distinct from ?::uuid and ends_at > ?
                        """)
                        .param(challenge)
                        .param(visitor.key())
                        .param(ceremony.name().toLowerCase(java.util.Locale.ROOT))
                        .param(account)
                        .param(time(clock.instant()))
                        .update()
                == 1;
    }

    /** Forgets those whose time is over. */
    public int removeEnded() {
        return sql.sql("delete from passkey_challenge where ends_at <= ?")
                .param(time(clock.instant()))
                .update();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
