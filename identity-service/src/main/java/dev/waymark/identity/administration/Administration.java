package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.AccountDeletions;
import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.accounts.StaffRole;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Mails;
import dev.waymark.identity.sessions.SessionEnds;
import dev.waymark.platform.pages.Language;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What can be done to accounts of others. Whatever is done is in the audit log, and its owner is told by mail. */
@Component
class Administration {
    private final Accounts accounts;
    private final AccountDeletions deletions;
    private final SessionEnds sessions;
    private final ObjectProvider<LostFactors> factors;
    private final AccountTrail trail;
    private final Mails mails;
    private final JdbcClient sql;
    private final Clock clock;

    Administration(
            Accounts accounts,
            AccountDeletions deletions,
            SessionEnds sessions,
            ObjectProvider<LostFactors> factors,
            AccountTrail trail,
            Mails mails,
            JdbcClient sql,
            Clock clock) {
        this.accounts = accounts;
        this.deletions = deletions;
        this.sessions = sessions;
        this.factors = factors;
        this.trail = trail;
        this.mails = mails;
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Makes an account without a password: its owner signs in by a mailed code, or sets a password by one.
     *
     * @return empty when the address has an account already
     */
    @Transactional
    Optional<UUID> create(EmailAddress email, String name, Language language, Set<StaffRole> roles, By by) {
        Optional<UUID> id = accounts.register(email, null, name, language, by.actor());
        id.filter(_ -> !roles.isEmpty()).ifPresent(made -> accounts.setRoles(made, roles, by.actor()));
        return id;
    }

    @Transactional
    Outcome disable(UUID id, String reason, By by) {
        return act(id, (account, others) -> StaffPolicy.mayDisable(by, account, others), account -> {
            if (!accounts.setEnabled(id, false, reason, by.actor())) {
                return Outcome.UNCHANGED;
            }
            sessions.endAll(id, by.actor(), "disabled");
            mail(MailKind.DISABLED, account, Map.of());
            return Outcome.DONE;
        });
    }

    @Transactional
    Outcome enable(UUID id, String reason, By by) {
        return act(id, (account, _) -> StaffPolicy.mayHelp(by, account), account -> {
            if (!accounts.setEnabled(id, true, reason, by.actor())) {
                return Outcome.UNCHANGED;
            }
            mail(MailKind.ENABLED, account, Map.of());
            return Outcome.DONE;
        });
    }

    @Transactional
    Outcome endSessions(UUID id, String reason, By by) {
        return act(id, (account, _) -> StaffPolicy.mayHelp(by, account), account -> {
            if (sessions.endAll(id, by.actor(), reason) == 0) {
                return Outcome.UNCHANGED;
            }
            mail(MailKind.SESSIONS_ENDED, account, Map.of());
            return Outcome.DONE;
        });
    }

    @Transactional
    Outcome removeFactor(UUID id, String factor, String reason, By by) {
        return act(id, (account, _) -> StaffPolicy.mayHelp(by, account), _ -> {
            LostFactors lost = factors.getIfAvailable();
            return lost != null && lost.remove(id, factor, by.actor(), reason) ? Outcome.DONE : Outcome.GONE;
        });
    }

    /** Mails how to get back in. */
    @Transactional
    Outcome sendHelp(UUID id, By by) {
        return act(id, (account, _) -> StaffPolicy.mayHelp(by, account), account -> {
            trail.record(id, AccountEvent.RECOVERY_HELP_SENT, by.actor());
            mail(MailKind.RECOVERY_HELP, account, Map.of());
            return Outcome.DONE;
        });
    }

    @Transactional
    Outcome setRoles(UUID id, Set<StaffRole> roles, By by) {
        return act(
                id,
                (account, others) -> StaffPolicy.maySetRoles(by, account, roles, others),
                _ -> accounts.setRoles(id, roles, by.actor()) ? Outcome.DONE : Outcome.UNCHANGED);
    }

    /** Deletes the account after the grace, unless its owner signs in until then. */
    @Transactional
    Outcome requestDeletion(UUID id, String reason, By by) {
        return act(id, (account, others) -> StaffPolicy.mayDisable(by, account, others), account -> {
            if (!deletions.request(id, reason, by.actor())) {
                return Outcome.UNCHANGED;
            }
            mail(
                    MailKind.DELETION_REQUESTED,
                    account,
                    Map.of("day", clock.instant().plus(AccountDeletions.GRACE).toString()));
            return Outcome.DONE;
        });
    }

    /** @return the account as it is shown to who looks at it, which is written down */
    @Transactional
    Optional<Account> lookAt(UUID id, By by) {
        Optional<Account> account = accounts.byId(id);
        account.ifPresent(shown -> trail.record(shown.id(), AccountEvent.LOOKED_AT, by.actor()));
        return account;
    }

    List<LostFactors.Removable> factors(UUID id) {
        LostFactors lost = factors.getIfAvailable();
        return lost == null ? List.of() : lost.of(id);
    }

    /** The rule is decided on what cannot change before the act is committed. */
    private Outcome act(UUID id, BiFunction<Account, Boolean, Optional<Outcome>> rule, Function<Account, Outcome> act) {
        boolean others = lock(id);
        Optional<Account> account = accounts.byId(id);
        return account.map(known -> rule.apply(known, others).orElseGet(() -> act.apply(known)))
                .orElse(Outcome.GONE);
    }

    /**
     * Locks the account and every administrator, in one order: of two administrators who dismiss each other at once, the second waits,
     * and then is the last one.
     *
     * @return whether there is another administrator who may act
     */
    private boolean lock(UUID id) {
        return sql.sql("""
                        select id <> ? and enabled and roles @> '{administrator}' from account
                        where id = ? or (roles <> '{}' and roles @> '{administrator}')
                        order by id for no key update
                        """).param(id).param(id).query(Boolean.class).list().contains(true);
    }

    private void mail(MailKind kind, Account account, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put("name", account.displayName());
        all.put("when", clock.instant().toString());
        mails.send(kind, account.email().text(), account.language(), all);
    }
}
