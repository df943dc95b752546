package dev.waymark.identity.keys;

import com.nimbusds.jose.jwk.RSAKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of keys. Each write is one conditional statement, so that several copies of the service cannot undo each other's. */
@Component
class SigningKeyStore {
    private final JdbcClient sql;

    SigningKeyStore(JdbcClient sql) {
        this.sql = sql;
    }

    /** @return all keys, oldest first */
    List<StoredKey> all() {
        return sql.sql("""
                select kid, public_key, sealed_private_key, announced_at, signs_from
                from signing_key order by generation
                """).query((row, _) -> key(row)).list();
    }

    /** @return false when there was a key already */
    boolean insertFirst(StoredKey key) {
        return sql.sql("""
                        insert into signing_key (generation, kid, public_key, sealed_private_key, announced_at, signs_from)
                        select 1, ?, ?, ?, ?, ? where not exists (select 1 from signing_key)
                        on conflict (generation) do nothing
                        """).params(columns(key)).update() == 1;
    }

    /**
     * @param since the time by which the newest key must have begun to sign
     * @return false when it has not, or there is no key at all
     */
    boolean insertNext(StoredKey key, Instant since) {
        return sql.sql("""
                        insert into signing_key (generation, kid, public_key, sealed_private_key, announced_at, signs_from)
                        select max(generation) + 1, ?, ?, ?, ?, ? from signing_key having max(signs_from) <= ?
                        on conflict (generation) do nothing
                        """).params(columns(key)).param(time(since)).update() == 1;
    }

    /** One statement: at no time is there no key. */
    void replaceAll(StoredKey key) {
        sql.sql("""
                with gone as (delete from signing_key returning generation)
                insert into signing_key (generation, kid, public_key, sealed_private_key, announced_at, signs_from)
                select coalesce(max(generation), 0) + 1, ?, ?, ?, ?, ? from gone
                """).params(columns(key)).update();
    }

    /**
     * Deletes keys that have a successor which has been signing for long enough; the active key never is one of them.
     *
     * @param successorSignsBefore the time before which the successor must have begun
     */
    void deleteReplaced(Instant successorSignsBefore) {
        sql.sql("""
                delete from signing_key old where exists (
                    select 1 from signing_key next where next.generation > old.generation and next.signs_from < ?)
                """).param(time(successorSignsBefore)).update();
    }

    /** @return false when the key is gone, or was sealed anew since it was read */
    boolean replaceSealed(StoredKey key, String sealedPrivateKey) {
        return sql.sql("update signing_key set sealed_private_key = ? where kid = ? and sealed_private_key = ?")
                        .param(sealedPrivateKey)
                        .param(key.kid())
                        .param(key.sealedPrivateKey())
                        .update()
                == 1;
    }

    private static List<Object> columns(StoredKey key) {
        return List.of(
                key.kid(),
                key.publicKey().toPublicJWK().toJSONString(),
                key.sealedPrivateKey(),
                time(key.announcedAt()),
                time(key.signsFrom()));
    }

    private static StoredKey key(ResultSet row) throws SQLException {
        try {
            return new StoredKey(
                    row.getString("kid"),
                    RSAKey.parse(row.getString("public_key")),
                    row.getString("sealed_private_key"),
                    row.getObject("announced_at", OffsetDateTime.class).toInstant(),
                    row.getObject("signs_from", OffsetDateTime.class).toInstant());
        } catch (ParseException e) {
            throw new IllegalStateException("the public key " + row.getString("kid") + " is not a JWK", e);
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
