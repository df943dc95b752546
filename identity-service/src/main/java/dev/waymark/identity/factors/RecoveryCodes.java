package dev.waymark.identity.factors;

import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.keys.DerivedKeys;
import dev.waymark.identity.keys.FormerKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Codes on paper, for when the other factors are lost: ten, each right once. They are random and of 80 bits (NIST SP 800-63B-4, section
 * 3.1.2.2 asks for 64 where attempts are limited), so nobody can try out what a stolen table has of them, and a fast keyed hash is
 * enough; a slow one would only make signing in slow.
 */
@Component
class RecoveryCodes {
    static final int COUNT = 10;
    private static final int BYTES = 10;
    private static final int CHARACTERS = 16;

    private final SecureRandom random = new SecureRandom();
    private final JdbcClient sql;
    private final DerivedKeys keys;
    private final FormerKeys formerKeys;
    private final AccountTrail trail;
    private final Clock clock;

    RecoveryCodes(JdbcClient sql, DerivedKeys keys, FormerKeys formerKeys, AccountTrail trail, Clock clock) {
        this.sql = sql;
        this.keys = keys;
        this.formerKeys = formerKeys;
        this.trail = trail;
        this.clock = clock;
    }

    /** New codes for an account; older ones end. @return as they are shown, for this once */
    @Transactional(propagation = Propagation.MANDATORY)
    List<String> make(UUID account, Actor actor) {
        remove(account);
        List<String> codes = Stream.generate(this::random).limit(COUNT).toList();
        byte[][] hashes = codes.stream().map(code -> hash(account, code)).toArray(byte[][]::new);
        sql.sql("insert into recovery_code (account_id, hash, made_at) select ?, hash, ? from unnest(?::bytea[]) hash")
                .param(account)
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .param(hashes)
                .update();
        trail.record(account, AccountEvent.RECOVERY_CODES_MADE, actor);
        return codes.stream().map(code -> Base32.grouped(code, '-')).toList();
    }

    void remove(UUID account) {
        sql.sql("delete from recovery_code where account_id = ?").param(account).update();
    }

    /** @return whether the code was right, and not used before; it is used now */
    boolean use(UUID account, String typed) {
        byte[][] hashes = formerKeys
                .macs(FormerKeys.RECOVERY_CODE, text(account, normalized(typed)))
                .toArray(byte[][]::new);
        return sql.sql("delete from recovery_code where account_id = ? and hash = any(?::bytea[])")
                        .param(account)
                        .param(hashes)
                        .update()
                == 1;
    }

    int left(UUID account) {
        return sql.sql("select count(*) from recovery_code where account_id = ?")
                .param(account)
                .query(Integer.class)
                .single();
    }

    private String random() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base32.READABLE.encode(bytes);
    }

    private byte[] hash(UUID account, String code) {
        return keys.mac(FormerKeys.RECOVERY_CODE, text(account, code));
    }

    private static String text(UUID account, String code) {
        return account + " " + code;
    }

    /** Takes the code however it is written, and letters for the digits that they look like. */
    private static String normalized(String typed) {
        String code = typed.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Pd}]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return code.length() == CHARACTERS ? code : "";
    }
}
