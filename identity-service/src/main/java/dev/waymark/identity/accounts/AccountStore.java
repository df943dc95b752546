package dev.waymark.identity.accounts;

import dev.waymark.platform.pages.Language;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of accounts. Each write is one conditional statement. */
@Component
class AccountStore {
    private static final String SELECT = """
            select id, email, email_key, password_hash, display_name, language, roles, enabled, version, created_at, delete_after
            from account
            """;

    private final JdbcClient sql;

    AccountStore(JdbcClient sql) {
        this.sql = sql;
    }

    Optional<Account> byId(UUID id) {
        return sql.sql(SELECT + "where id = ?")
                .param(id)
                .query((row, _) -> account(row))
                .optional();
    }

    Optional<Account> byEmail(EmailAddress email) {
        return sql.sql(SELECT + "where email_key = ?")
                .param(email.key())
                .query((row, _) -> account(row))
                .optional();
    }

    /** @return empty when the address is taken */
    Optional<UUID> insert(
            EmailAddress email, @Nullable String passwordHash, String displayName, Language language, Instant now) {
        return sql.sql("""
                        insert into account (email, email_key, password_hash, password_changed_at, display_name, language,
                            created_at, updated_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (email_key) do nothing returning id
                        """)
                .param(email.text())
                .param(email.key())
                .param(passwordHash)
                .param(passwordHash == null ? null : time(now))
                .param(displayName)
                .param(language.tag())
                .param(time(now))
                .param(time(now))
                .query(UUID.class)
                .optional();
    }

    /** @return false when there is no such account */
    boolean setPassword(UUID id, @Nullable String passwordHash, Instant now) {
        return sql.sql("update account set password_hash = ?, password_changed_at = ? where id = ?")
                        .param(passwordHash)
                        .param(time(now))
                        .param(id)
                        .update()
                == 1;
    }

    /**
     * Keeps an account as it was seen until the transaction ends.
     *
     * @return false when it is disabled, or its password is another one by now
     */
    boolean holdIfUnchanged(Account seen) {
        return sql.sql("""
                        select 1 from account where id = ? and enabled and password_hash is not distinct from ?::text
                        for no key update
                        """)
                .param(seen.id())
                .param(seen.passwordHash())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Lets changes of one account wait for each other from here on. */
    Optional<Account> lock(UUID id) {
        return sql.sql("select id from account where id = ? for no key update")
                .param(id)
                .query(UUID.class)
                .optional()
                .flatMap(this::byId);
    }

    /** Replaces a hash by a stronger one of the same password, unless the password was changed meanwhile. */
    void upgradePassword(UUID id, String seen, String stronger) {
        sql.sql("update account set password_hash = ? where id = ? and password_hash = ?")
                .param(stronger)
                .param(id)
                .param(seen)
                .update();
    }

    /**
     * @param seen the address that the decision was made on
     * @return false when the account has another address by now, or another account has the new one
     * @throws org.springframework.dao.DuplicateKeyException when another account gets the new one at the same moment
     */
    boolean setEmail(UUID id, EmailAddress seen, EmailAddress email) {
        return sql.sql("""
                        update account set email = ?, email_key = ? where id = ? and email_key = ?
                            and not exists (select 1 from account other where other.email_key = ? and other.id <> ?)
                        """)
                        .param(email.text())
                        .param(email.key())
                        .param(id)
                        .param(seen.key())
                        .param(email.key())
                        .param(id)
                        .update()
                == 1;
    }

    boolean setProfile(UUID id, String displayName, Language language) {
        return sql.sql(
                                "update account set display_name = ?, language = ? where id = ? and (display_name, language) <> (?, ?)")
                        .param(displayName)
                        .param(language.tag())
                        .param(id)
                        .param(displayName)
                        .param(language.tag())
                        .update()
                == 1;
    }

    /** @return false when it is so already, or there is no such account */
    boolean setEnabled(UUID id, boolean enabled) {
        return sql.sql("update account set enabled = ? where id = ? and enabled <> ?")
                        .param(enabled)
                        .param(id)
                        .param(enabled)
                        .update()
                == 1;
    }

    /** @return false when they are these already, or there is no such account */
    boolean setRoles(UUID id, Set<StaffRole> roles) {
        String[] titles = roles.stream().map(StaffRole::title).sorted().toArray(String[]::new);
        return sql.sql("update account set roles = ?::text[] where id = ? and roles <> ?::text[]")
                        .param(titles)
                        .param(id)
                        .param(titles)
                        .update()
                == 1;
    }

    private static Account account(ResultSet row) throws SQLException {
        OffsetDateTime deleteAfter = row.getObject("delete_after", OffsetDateTime.class);
        return new Account(
                row.getObject("id", UUID.class),
                new EmailAddress(row.getString("email"), row.getString("email_key")),
                row.getString("password_hash"),
                row.getString("display_name"),
                Language.tagged(row.getString("language")).orElse(Language.ENGLISH),
                Arrays.stream((String[]) row.getArray("roles").getArray())
                        .flatMap(title -> StaffRole.of(title).stream())
                        .collect(Collectors.toSet()),
                row.getBoolean("enabled"),
                row.getLong("version"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                deleteAfter == null ? null : deleteAfter.toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
