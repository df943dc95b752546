package dev.waymark.identity.factors.passkeys;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of passkeys. Each write is one conditional statement. */
@Component
public class PasskeyStore {
    /** More than anybody has devices; each is sent to a browser that adds another. */
    static final int MOST = 20;

    private final JdbcClient sql;
    private final Clock clock;

    PasskeyStore(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** What is sent of a passkey to a browser, so that it finds the authenticator. */
    record Descriptor(byte[] credentialId, List<String> transports) {}

    /** @return false when there is such a passkey already, or the account has as many as it may have */
    public boolean add(UUID account, NewPasskey made, String name) {
        return sql.sql("""
                        insert into passkey (account_id, credential_id, credential, sign_count, backup_eligible, backed_up,
                            transports, name, added_at)
                        select ?, ?, ?, ?, ?, ?, ?, ?, ? where (select count(*) from passkey where account_id = ?) < ?
                        on conflict (credential_id) do nothing
                        """)
                        .param(account)
                        .param(made.credentialId())
                        .param(made.credential())
                        .param(made.signCount())
                        .param(made.backupEligible())
                        .param(made.backedUp())
                        .param(made.transports().toArray(String[]::new))
                        .param(name)
                        .param(now())
                        .param(account)
                        .param(MOST)
                        .update()
                == 1;
    }

    /** The passkeys of an account, in the order in which they were added. */
    public List<Passkey> all(UUID account) {
        return sql.sql("""
                        select id, name, backed_up, added_at, last_used_at from passkey where account_id = ?
                        order by added_at, id
                        """).param(account).query((row, _) -> passkey(row)).list();
    }

    /**
     * Notes that a passkey was used. The same answer cannot pass twice here where the authenticator counts (Web Authentication Level 3,
     * section 7.2, step 22).
     *
     * @return false when the count has not grown, or the passkey is gone
     */
    public boolean used(Assertion.Right right) {
        return sql.sql("""
                        update passkey set sign_count = :count, backed_up = :backedUp, last_used_at = :now
                        where id = :id and (sign_count < :count or sign_count = 0 and :count = 0)
                        """)
                        .param("count", right.signCount())
                        .param("backedUp", right.backedUp())
                        .param("now", now())
                        .param("id", right.passkey())
                        .update()
                == 1;
    }

    /** @return the name that it had; empty when there is none such, or it is called so already */
    public Optional<String> rename(UUID account, UUID passkey, String name) {
        return sql.sql("""
                        update passkey set name = :name where account_id = :account and id = :id and name <> :name
                        returning old.name
                        """)
                .param("name", name)
                .param("account", account)
                .param("id", passkey)
                .query(String.class)
                .optional();
    }

    /**
     * The account's row must be locked.
     *
     * @param otherWay whether the account can be entered without any passkey; otherwise the last one stays
     * @return its name; empty when it was not removed
     */
    public Optional<String> remove(UUID account, UUID passkey, boolean otherWay) {
        return sql.sql("""
                        delete from passkey where account_id = :account and id = :id and (:otherWay
                            or exists (select from passkey other where other.account_id = :account and other.id <> :id))
                        returning name
                        """)
                .param("account", account)
                .param("id", passkey)
                .param("otherWay", otherWay)
                .query(String.class)
                .optional();
    }

    List<Descriptor> descriptors(UUID account) {
        return sql.sql("select credential_id, transports from passkey where account_id = ? order by added_at, id")
                .param(account)
                .query((row, _) -> new Descriptor(row.getBytes("credential_id"), List.of((String[])
                        row.getArray("transports").getArray())))
                .list();
    }

    Optional<StoredPasskey> byCredentialId(byte[] credentialId) {
        return sql.sql("""
                        select p.id, p.account_id, u.handle, p.credential, p.sign_count, p.backup_eligible, p.backed_up
                        from passkey p join passkey_user u using (account_id) where p.credential_id = ?
                        """)
                .param(credentialId)
                .query((row, _) -> new StoredPasskey(
                        row.getObject("id", UUID.class),
                        row.getObject("account_id", UUID.class),
                        row.getBytes("handle"),
                        row.getBytes("credential"),
                        row.getLong("sign_count"),
                        row.getBoolean("backup_eligible"),
                        row.getBoolean("backed_up")))
                .optional();
    }

    /** @param fresh what an account is to be known by that has no handle yet */
    void ensureUserHandle(UUID account, byte[] fresh) {
        sql.sql("insert into passkey_user (account_id, handle) values (?, ?) on conflict (account_id) do nothing")
                .param(account)
                .param(fresh)
                .update();
    }

    Optional<byte[]> userHandle(UUID account) {
        return sql.sql("select handle from passkey_user where account_id = ?")
                .param(account)
                .query(byte[].class)
                .optional();
    }

    private static Passkey passkey(ResultSet row) throws SQLException {
        OffsetDateTime lastUsed = row.getObject("last_used_at", OffsetDateTime.class);
        return new Passkey(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getBoolean("backed_up"),
                row.getObject("added_at", OffsetDateTime.class).toInstant(),
                lastUsed == null ? null : lastUsed.toInstant());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
