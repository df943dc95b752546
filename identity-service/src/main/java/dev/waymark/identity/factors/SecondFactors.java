package dev.waymark.identity.factors;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.mail.MailKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What a login asks of the second factors of an account. */
@Component
public class SecondFactors {
    private final JdbcClient sql;
    private final Accounts accounts;
    private final AuthenticatorApps apps;
    private final RecoveryCodes codes;
    private final TrustedBrowsers browsers;
    private final FailureCounts failures;
    private final FactorChanges changes;
    private final AccountTrail trail;
    private final TransactionTemplate transaction;

    SecondFactors(
            JdbcClient sql,
            Accounts accounts,
            AuthenticatorApps apps,
            RecoveryCodes codes,
            TrustedBrowsers browsers,
            FailureCounts failures,
            FactorChanges changes,
            AccountTrail trail,
            TransactionTemplate transaction) {
        this.sql = sql;
        this.accounts = accounts;
        this.apps = apps;
        this.codes = codes;
        this.browsers = browsers;
        this.failures = failures;
        this.changes = changes;
        this.trail = trail;
        this.transaction = transaction;
    }

    /** What its owner can show; empty when no second factor is asked for. Recovery codes alone are none. */
    public Set<Factor> of(UUID account) {
        return sql.sql("""
                        select exists (select from totp where account_id = :account) totp,
                            exists (select from passkey where account_id = :account) passkey,
                            exists (select from recovery_code where account_id = :account) code
                        """)
                .param("account", account)
                .query((row, _) -> {
                    Set<Factor> found = EnumSet.noneOf(Factor.class);
                    if (row.getBoolean("totp")) {
                        found.add(Factor.TOTP);
                    }
                    if (row.getBoolean("passkey")) {
                        found.add(Factor.PASSKEY);
                    }
                    if (!found.isEmpty() && row.getBoolean("code")) {
                        found.add(Factor.RECOVERY_CODE);
                    }
                    return Set.copyOf(found);
                })
                .single();
    }

    /** Looks at a code of an authenticator app; the same code is right once only. */
    public Verdict totp(UUID account, String code, Actor actor) {
        return attempt(account, Factor.TOTP, Factor.RECOVERY_CODE, actor, () -> apps.use(account, code));
    }

    /** Looks at a recovery code, and uses it up. */
    public Verdict recoveryCode(UUID account, String code, Actor actor) {
        return attempt(account, Factor.RECOVERY_CODE, Factor.TOTP, actor, () -> useCode(account, code, actor));
    }

    /** Whether the second factor was given in this browser not long ago, and the factors are still the same. */
    public boolean isTrusted(UUID account, Visitor visitor) {
        return browsers.isTrusted(account, visitor);
    }

    /** Asks for no second factor in this browser for two weeks. */
    public void trust(UUID account, Visitor visitor) {
        browsers.trust(account, visitor);
    }

    /** What the account can be entered by has changed, such as its password: no browser is trusted any more. */
    public void factorsChanged(UUID account) {
        browsers.factorsChanged(account);
    }

    /** How many recovery codes were not used yet. */
    public int recoveryCodesLeft(UUID account) {
        return codes.left(account);
    }

    /**
     * New recovery codes; the old ones end.
     *
     * @return as they are shown, for this once; empty when the account has no factor that could be lost
     */
    @Transactional
    public List<String> newRecoveryCodes(UUID id, Actor actor) {
        Optional<Account> account = changes.lock(id);
        return account.isEmpty() || !changes.hasAny(id)
                ? List.of()
                : changes.recoveryCodesReplaced(account.get(), actor);
    }

    private Verdict attempt(UUID account, Factor factor, Factor other, Actor actor, BooleanSupplier isRight) {
        Optional<Integer> inARow = failures.count(account, factor.title());
        if (inARow.isEmpty()) {
            return Verdict.BLOCKED;
        }
        boolean right = Boolean.TRUE.equals(transaction.execute(_ -> {
            if (isRight.getAsBoolean()) {
                failures.succeeded(account, factor.title());
                failures.unblock(account, other.title());
                return true;
            }
            if (inARow.get() == FailureCounts.MOST) {
                trail.record(account, AccountEvent.FACTOR_BLOCKED, actor, Map.of("factor", factor.title()));
            }
            return false;
        }));
        return right ? Verdict.RIGHT : Verdict.WRONG;
    }

    private boolean useCode(UUID account, String code, Actor actor) {
        if (!codes.use(account, code)) {
            return false;
        }
        String left = String.valueOf(codes.left(account));
        trail.record(account, AccountEvent.RECOVERY_CODE_USED, actor, Map.of("left", left));
        accounts.byId(account)
                .ifPresent(owner -> changes.mail(MailKind.RECOVERY_CODE_USED, owner, actor, Map.of("left", left)));
        return true;
    }
}
