package dev.waymark.identity.factors;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Notices;
import dev.waymark.platform.pages.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What goes with every change of an account's factors: one after the other, trust ends, it is written down, its owner has mail. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class FactorChanges {
    private final JdbcClient sql;
    private final Accounts accounts;
    private final TrustedBrowsers browsers;
    private final RecoveryCodes codes;
    private final FailureCounts failures;
    private final AccountTrail trail;
    private final Notices notices;

    FactorChanges(
            JdbcClient sql,
            Accounts accounts,
            TrustedBrowsers browsers,
            RecoveryCodes codes,
            FailureCounts failures,
            AccountTrail trail,
            Notices notices) {
        this.sql = sql;
        this.accounts = accounts;
        this.browsers = browsers;
        this.codes = codes;
        this.failures = failures;
        this.trail = trail;
        this.notices = notices;
    }

    /** Changes of one account wait for each other from here on: what they depend on is more than one row. */
    Optional<Account> lock(UUID account) {
        return accounts.lock(account);
    }

    /** Whether the account has an authenticator app or a passkey. */
    boolean hasAny(UUID account) {
        return sql.sql("""
                        select exists (select from totp where account_id = :account)
                            or exists (select from passkey where account_id = :account)
                        """).param("account", account).query(Boolean.class).single();
    }

    /**
     * @param first whether the account had no factor before
     * @return recovery codes, which come with the first factor; empty with others
     */
    List<String> added(Account account, boolean first, Factor factor, String name, Actor actor) {
        changed(account);
        trail.recordFactor(account.id(), AccountEvent.FACTOR_ADDED, actor, factor.title(), details(name, null));
        mail(MailKind.FACTOR_ADDED, account, actor, Map.of("factor", shown(account, factor, name)));
        return first ? codes.make(account.id(), actor) : List.of();
    }

    /** @param reason why the staff did it; null when the owner himself did */
    void removed(Account account, Factor factor, String name, Actor actor, @Nullable String reason) {
        changed(account);
        trail.recordFactor(account.id(), AccountEvent.FACTOR_REMOVED, actor, factor.title(), details(name, reason));
        mail(MailKind.FACTOR_REMOVED, account, actor, Map.of("factor", shown(account, factor, name)));
        if (!hasAny(account.id())) {
            codes.remove(account.id());
        }
    }

    /** @return new recovery codes */
    List<String> recoveryCodesReplaced(Account account, Actor actor) {
        changed(account);
        mail(MailKind.RECOVERY_CODES_MADE, account, actor, Map.of());
        return codes.make(account.id(), actor);
    }

    /** Trust ends, and failures on what was there before count no more: whoever changes factors has shown who he is. */
    private void changed(Account account) {
        browsers.factorsChanged(account.id());
        failures.unblock(account.id(), Factor.TOTP.title());
        failures.unblock(account.id(), Factor.RECOVERY_CODE.title());
    }

    void mail(MailKind kind, Account account, Actor actor, Map<String, String> values) {
        notices.tell(kind, account, actor, values);
    }

    private static String shown(Account account, Factor factor, String name) {
        String kind = Texts.in(account.language()).get("security.factor." + factor.title());
        return name.isEmpty() ? kind : kind + " (" + name + ")";
    }

    private static Map<String, String> details(String name, @Nullable String reason) {
        Map<String, String> details = new HashMap<>();
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (reason != null) {
            details.put("reason", reason);
        }
        return details;
    }
}
