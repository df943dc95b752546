package dev.waymark.identity.codes;

import dev.waymark.identity.Chore;
import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.keys.DerivedKeys;
import dev.waymark.identity.keys.SealedColumn;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Mails;
import dev.waymark.platform.pages.Language;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Codes that are mailed: bound to the browser that asked, good for three attempts and a few minutes, and for one thing once. Of a code
 * only an HMAC is stored, under a key that is not in the database: there are few enough codes to try them all.
 */
@Component
public class Codes implements Chore {
    static final int ATTEMPTS = 3;
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final String PURPOSE = "emailed code";

    private final JdbcClient sql;
    private final DerivedKeys keys;
    private final Mails mails;
    private final Limits limits;
    private final Clock clock;

    Codes(JdbcClient sql, DerivedKeys keys, Mails mails, Limits limits, Clock clock) {
        this.sql = sql;
        this.keys = keys;
        this.mails = mails;
        this.limits = limits;
        this.clock = clock;
    }

    @Bean
    static SealedColumn sealedDetails() {
        return new SealedColumn("emailed_code", "id", "sealed_details", PURPOSE);
    }

    /**
     * Mails a code, or something else that takes as long.
     *
     * @param kind the mail; {@code code} is among its values
     * @param account whose the code is; null when there is none
     * @param canBeRight false when the mail holds no code: nobody can tell from outside
     * @param details what is to be remembered until the code is typed
     * @return what the browser is to show the code with
     * @throws dev.waymark.platform.web.Problem 429 when this address was sent a code a moment ago
     */
    @Transactional
    public UUID send(
            CodePurpose purpose,
            MailKind kind,
            EmailAddress to,
            @Nullable Account account,
            boolean canBeRight,
            Language language,
            Map<String, String> details,
            Visitor visitor) {
        limits.take(Limit.CODE, to.key());
        limits.take(Limit.MAILS_TO, to.key());
        limits.take(Limit.MAILS_BY_ADDRESS, visitor.address());
        Instant now = clock.instant();
        String code = CodeText.random();
        UUID id = sql.sql("select uuidv7()").query(UUID.class).single();
        byte[] mac = keys.mac(PURPOSE, text(id, code));
        byte[] sealed = keys.seal(PURPOSE, id.toString(), json.writeValueAsBytes(details));
        sql.sql("""
                insert into emailed_code (id, purpose, browser_key, email, account_id, code_mac, attempts_left, sealed_details,
                    created_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .param(id)
                .param(purpose.title())
                .param(visitor.key())
                .param(to.text())
                .param(account == null ? null : account.id())
                .param(canBeRight ? mac : null)
                .param(ATTEMPTS)
                .param(sealed)
                .param(time(now))
                .param(time(now.plus(purpose.life())))
                .update();
        Map<String, String> values = new HashMap<>(Map.of("code", CodeText.shown(code)));
        if (account != null) {
            values.put("name", account.shownName());
        }
        mails.send(kind, to.text(), language, values);
        return id;
    }

    /** The code that this browser waits for; empty when it was used, has expired, or another browser asked for it. */
    public Optional<OpenCode> open(UUID id, CodePurpose purpose, Visitor visitor) {
        return sql.sql("""
                        select id, email, expires_at from emailed_code
                        where id = ? and purpose = ? and browser_key = ? and attempts_left > 0 and expires_at > ?
                        """)
                .param(id)
                .param(purpose.title())
                .param(visitor.key())
                .param(time(clock.instant()))
                .query((row, _) -> new OpenCode(
                        row.getObject("id", UUID.class),
                        row.getString("email"),
                        row.getObject("expires_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** What was remembered with a code of this browser that has not expired, whether its attempts are used up or not. */
    public Optional<RightCode> details(UUID id, CodePurpose purpose, Visitor visitor) {
        return sql.sql("""
                        select id, email, account_id, sealed_details from emailed_code
                        where id = ? and purpose = ? and browser_key = ? and expires_at > ?
                        """)
                .param(id)
                .param(purpose.title())
                .param(visitor.key())
                .param(time(clock.instant()))
                .query((row, _) -> code(row))
                .optional();
    }

    /**
     * Takes one of the attempts, outside of any transaction that could undo that, and compares in constant time.
     *
     * @param typed as it was typed
     * @return empty when it is wrong, or there is nothing to be right about any more
     */
    @Transactional(propagation = Propagation.NEVER)
    public Optional<RightCode> attempt(UUID id, CodePurpose purpose, Visitor visitor, String typed) {
        record Row(RightCode code, byte[] mac) {}
        return sql.sql("""
                        update emailed_code set attempts_left = attempts_left - 1
                        where id = ? and purpose = ? and browser_key = ? and attempts_left > 0 and expires_at > ?
                        returning id, email, account_id, code_mac, sealed_details
                        """)
                .param(id)
                .param(purpose.title())
                .param(visitor.key())
                .param(time(clock.instant()))
                .query((row, _) -> {
                    byte[] mac = row.getBytes("code_mac");
                    return new Row(code(row), mac == null ? new byte[0] : mac);
                })
                .optional()
                .filter(row -> keys.isMac(PURPOSE, text(id, CodeText.normalized(typed)), row.mac()))
                .map(Row::code);
    }

    /**
     * Uses a right code up, in the transaction of what it brings about.
     *
     * @return false when somebody else was first: then nothing may come of it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean use(RightCode code) {
        return sql.sql("delete from emailed_code where id = ?").param(code.id()).update() == 1;
    }

    @Override
    public void run() {
        sql.sql("delete from emailed_code where expires_at < ?")
                .param(time(clock.instant()))
                .update();
    }

    private RightCode code(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        Map<String, String> details = keys.open(PURPOSE, id.toString(), row.getBytes("sealed_details"))
                .map(bytes -> json.readValue(bytes, new TypeReference<Map<String, String>>() {}))
                .orElse(Map.of());
        return new RightCode(id, row.getString("email"), row.getObject("account_id", UUID.class), details);
    }

    private static String text(UUID id, String code) {
        return id + " " + code;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
