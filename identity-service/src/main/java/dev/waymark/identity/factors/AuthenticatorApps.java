package dev.waymark.identity.factors;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.keys.DerivedKeys;
import dev.waymark.identity.keys.SealedColumn;
import dev.waymark.identity.sessions.LoginSession;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Authenticator apps that make time-based codes; an account has one or none. Their secrets are encrypted at rest. */
@Component
public class AuthenticatorApps {
    /** As apps show it. */
    private static final String ISSUER = "Waymark";

    private static final String PURPOSE = "totp";
    /** How long a secret that was shown waits for its first code. */
    private static final Duration SETUP_LIFE = Duration.ofHours(1);

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient sql;
    private final DerivedKeys keys;
    private final FactorChanges changes;
    private final Clock clock;

    AuthenticatorApps(JdbcClient sql, DerivedKeys keys, FactorChanges changes, Clock clock) {
        this.sql = sql;
        this.keys = keys;
        this.changes = changes;
        this.clock = clock;
    }

    @Bean
    static SealedColumn sealedApps() {
        return new SealedColumn("totp", "account_id", "secret", PURPOSE);
    }

    @Bean
    static SealedColumn sealedSetups() {
        return new SealedColumn("totp_setup", "session_id", "account_id", "secret", PURPOSE);
    }

    /**
     * What an app needs to know.
     *
     * @param secret in Base32, in groups of four
     * @param uri {@code otpauth://totp/…}, as apps read it from a QR code
     */
    public record Setup(String secret, String uri) {
        @Override
        public String toString() {
            return "Setup[…]";
        }
    }

    private record Stored(UUID id, byte[] secret) {}

    /** The secret of an app that is not yet confirmed: the same for a while, for this session alone. */
    public Setup setUp(LoginSession session, Account account) {
        byte[] fresh = new byte[Totp.SECRET_BYTES];
        random.nextBytes(fresh);
        Instant now = clock.instant();
        byte[] sealed = sql.sql("""
                        insert into totp_setup as s (session_id, account_id, secret, made_at)
                        values (:session, :account, :secret, :now)
                        on conflict (session_id) do update set
                            secret = case when s.made_at > :outdated then s.secret else excluded.secret end,
                            made_at = case when s.made_at > :outdated then s.made_at else excluded.made_at end
                        returning secret
                        """)
                .param("session", session.id())
                .param("account", account.id())
                .param("secret", keys.seal(PURPOSE, account.id().toString(), fresh))
                .param("now", time(now))
                .param("outdated", time(now.minus(SETUP_LIFE)))
                .query(byte[].class)
                .single();
        String secret = Base32.STANDARD.encode(open(account.id(), sealed));
        return new Setup(Base32.grouped(secret, ' '), uri(account.email().text(), secret));
    }

    /**
     * Takes an app into use, in place of the one before if there is one.
     *
     * @param code the app's first code
     * @return empty when the code is not right; otherwise recovery codes if this is the account's first factor
     */
    @Transactional
    public Optional<List<String>> confirm(LoginSession session, String code, Actor actor) {
        UUID id = session.account();
        Optional<Account> account = changes.lock(id);
        boolean first = !changes.hasAny(id);
        // Locked, so that it is not sealed anew before it is taken.
        Optional<byte[]> sealed = sql.sql(
                        "select secret from totp_setup where session_id = ? and account_id = ? and made_at > ? for update")
                .param(session.id())
                .param(id)
                .param(clock.instant().minus(SETUP_LIFE).atOffset(ZoneOffset.UTC))
                .query(byte[].class)
                .optional();
        OptionalLong step = sealed.map(secret -> Totp.step(open(id, secret), digits(code), clock.instant()))
                .orElse(OptionalLong.empty());
        if (account.isEmpty() || sealed.isEmpty() || step.isEmpty()) {
            return Optional.empty();
        }
        return store(session, sealed.get(), step.getAsLong())
                ? Optional.of(changes.added(account.get(), first, Factor.TOTP, "", actor))
                : Optional.empty();
    }

    private boolean store(LoginSession session, byte[] sealed, long step) {
        return sql.sql("""
                        with confirmed as (delete from totp_setup where session_id = ? and secret = ? returning account_id, secret)
                        insert into totp (account_id, secret, last_step, added_at)
                        select account_id, secret, ?, ? from confirmed
                        on conflict (account_id) do update set id = excluded.id, secret = excluded.secret,
                            last_step = excluded.last_step, added_at = excluded.added_at, last_used_at = null
                        """)
                        .param(session.id())
                        .param(sealed)
                        .param(step)
                        .param(time(clock.instant()))
                        .update()
                == 1;
    }

    /** @return whether the code is right, and neither it nor a later one was used before; it is used now */
    boolean use(UUID account, String code) {
        Optional<Stored> stored = sql.sql("select id, secret from totp where account_id = ?")
                .param(account)
                .query((row, _) -> new Stored(row.getObject("id", UUID.class), row.getBytes("secret")))
                .optional();
        if (stored.isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        OptionalLong step = Totp.step(open(account, stored.get().secret()), digits(code), now);
        return step.isPresent()
                && sql.sql("update totp set last_step = ?, last_used_at = ? where id = ? and last_step < ?")
                                .param(step.getAsLong())
                                .param(time(now))
                                .param(stored.get().id())
                                .param(step.getAsLong())
                                .update()
                        == 1;
    }

    boolean remove(UUID account, UUID id) {
        return sql.sql("delete from totp where account_id = ? and id = ?")
                        .param(account)
                        .param(id)
                        .update()
                == 1;
    }

    private byte[] open(UUID account, byte[] sealed) {
        return keys.open(PURPOSE, account.toString(), sealed)
                .orElseThrow(() -> new IllegalStateException(
                        "the secret of an authenticator app was encrypted with another KEY_ENCRYPTION_SECRET"));
    }

    /** The key URI format that authenticator apps agree on. Spaces are written %20: some apps show a plus sign. */
    private static String uri(String address, String secret) {
        String label = URLEncoder.encode(ISSUER + ":" + address, StandardCharsets.UTF_8)
                .replace("+", "%20");
        return "otpauth://totp/%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
                .formatted(label, secret, ISSUER, Totp.DIGITS, Totp.STEP_SECONDS);
    }

    /** Apps show codes in groups. */
    private static String digits(String typed) {
        return typed.replaceAll("\\s", "");
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
