package dev.waymark.identity.factors;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.factors.passkeys.PasskeyStore;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The second factors that an account has, for its owner and for the staff. */
@Component
public class AccountFactors {
    private final JdbcClient sql;
    private final AuthenticatorApps apps;
    private final PasskeyStore passkeys;
    private final FactorChanges changes;
    private final boolean codeLogin;

    AccountFactors(
            JdbcClient sql,
            AuthenticatorApps apps,
            PasskeyStore passkeys,
            FactorChanges changes,
            @Value("${CODE_LOGIN}") boolean codeLogin) {
        this.sql = sql;
        this.apps = apps;
        this.passkeys = passkeys;
        this.changes = changes;
        this.codeLogin = codeLogin;
    }

    /** Authenticator app and passkeys, in the order in which they were added. */
    public List<AccountFactor> all(UUID account) {
        return sql.sql("""
                        select 'totp' kind, id, '' name, added_at, last_used_at from totp where account_id = :account
                        union all
                        select 'passkey', id, name, added_at, last_used_at from passkey where account_id = :account
                        order by added_at, id
                        """)
                .param("account", account)
                .query((row, _) -> {
                    OffsetDateTime lastUsed = row.getObject("last_used_at", OffsetDateTime.class);
                    return new AccountFactor(
                            Factor.of(row.getString("kind")),
                            row.getObject("id", UUID.class),
                            row.getString("name"),
                            row.getObject("added_at", OffsetDateTime.class).toInstant(),
                            lastUsed == null ? null : lastUsed.toInstant());
                })
                .list();
    }

    /**
     * Removes a factor; with the last one go recovery codes. An account always keeps a way to sign in.
     *
     * @param reason why the staff does it, for the audit log; null when the owner does
     * @throws IllegalArgumentException for recovery codes, which are not removed one by one
     */
    @Transactional
    public Removal remove(UUID id, Factor kind, UUID factor, @Nullable String reason, Actor actor) {
        Optional<Account> account = changes.lock(id);
        if (account.isEmpty()) {
            return Removal.GONE;
        }
        Optional<String> name = switch (kind) {
            case TOTP -> apps.remove(id, factor) ? Optional.of("") : Optional.empty();
            case PASSKEY ->
                passkeys.remove(id, factor, codeLogin || account.get().hasPassword());
            case RECOVERY_CODE -> throw new IllegalArgumentException("recovery codes are not removed one by one");
        };
        if (name.isEmpty()) {
            boolean exists = all(id).stream().anyMatch(kept -> kept.id().equals(factor) && kept.kind() == kind);
            return exists ? Removal.LAST_WAY_IN : Removal.GONE;
        }
        changes.removed(account.get(), kind, name.get(), actor, reason);
        return Removal.REMOVED;
    }
}
