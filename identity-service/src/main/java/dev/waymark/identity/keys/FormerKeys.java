package dev.waymark.identity.keys;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keys of former secrets, for codes that lie with their owners for years. A hash of such a code cannot be made anew, because nobody here
 * has the code; so the key that it was made with is kept, sealed with the present secret. That is right only for what could not be tried
 * out if the key were known: of who had the former secret, nobody can take it back.
 */
@Component
public class FormerKeys {
    /** What recovery codes are kept by: 80 random bits each. */
    public static final String RECOVERY_CODE = "recovery-code";

    private static final String PURPOSE = "former key";

    private final JdbcClient sql;
    private final DerivedKeys keys;
    private final Clock clock;

    FormerKeys(JdbcClient sql, DerivedKeys keys, Clock clock) {
        this.sql = sql;
        this.keys = keys;
        this.clock = clock;
    }

    @Bean
    static SealedColumn sealedFormerKeys() {
        return new SealedColumn("former_key", "id", "sealed_key", PURPOSE);
    }

    /** What {@link DerivedKeys#mac} may have said when something was stored, with the present secret or any before it. */
    public List<byte[]> macs(String purpose, String text) {
        Stream<byte[]> kept = sql
                .sql("select id, sealed_key from former_key where purpose = ?")
                .param(purpose)
                .query((row, _) ->
                        keys.open(PURPOSE, row.getObject("id", UUID.class).toString(), row.getBytes("sealed_key")))
                .stream()
                .flatMap(key -> key.map(bytes -> SecretRoot.hmac(bytes, text)).stream());
        return Stream.concat(keys.macs(purpose, text).stream(), kept).toList();
    }

    /** Keeps the key of the secret that is the former one now; once, however often it is asked for. */
    void keep() {
        keys.formerKey(RECOVERY_CODE).ifPresent(key -> {
            UUID id = sql.sql("select uuidv7()").query(UUID.class).single();
            sql.sql("""
                    insert into former_key (id, purpose, fingerprint, sealed_key, kept_at) values (?, ?, ?, ?, ?)
                    on conflict (purpose, fingerprint) do nothing
                    """)
                    .param(id)
                    .param(RECOVERY_CODE)
                    .param(SecretRoot.hmac(key, "fingerprint"))
                    .param(keys.seal(PURPOSE, id.toString(), key))
                    .param(clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        });
    }
}
