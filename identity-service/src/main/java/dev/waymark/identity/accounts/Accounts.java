package dev.waymark.identity.accounts;

import dev.waymark.platform.pages.Language;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What can be done to accounts. Whatever changes is written down in the same transaction. */
@Component
public class Accounts {
    private final AccountStore store;
    private final AccountTrail trail;
    private final Clock clock;

    Accounts(AccountStore store, AccountTrail trail, Clock clock) {
        this.store = store;
        this.trail = trail;
        this.clock = clock;
    }

    public Optional<Account> byId(UUID id) {
        return store.byId(id);
    }

    public Optional<Account> byEmail(EmailAddress email) {
        return store.byEmail(email);
    }

    /**
     * Makes an account for somebody who has shown that the address is his.
     *
     * @param passwordHash null for an account without a password
     * @return empty when the address has an account already
     */
    @Transactional
    public Optional<UUID> register(
            EmailAddress email, @Nullable String passwordHash, String displayName, Language language, Actor actor) {
        Optional<UUID> id = store.insert(email, passwordHash, displayName, language, clock.instant());
        id.ifPresent(account -> {
            trail.record(account, AccountEvent.REGISTERED, actor);
            trail.record(account, AccountEvent.VERIFIED, actor);
        });
        return id;
    }

    /** @param event {@link AccountEvent#PASSWORD_CHANGED} or {@link AccountEvent#PASSWORD_RESET} */
    @Transactional
    public void setPassword(UUID id, String passwordHash, AccountEvent event, Actor actor) {
        if (store.setPassword(id, passwordHash, clock.instant())) {
            trail.record(id, event, actor);
        }
    }

    /**
     * Keeps an account as it was seen until the transaction ends: what was decided by its password is still right then.
     *
     * @return false when it is disabled, or its password is another one by now
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean holdIfUnchanged(Account seen) {
        return store.holdIfUnchanged(seen);
    }

    /**
     * Lets changes of one account wait for each other until the transaction ends: for what depends on more than one row. Whoever also
     * locks other rows of the account locks this one first.
     *
     * @return as it is now; empty when there is no such account
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Account> lock(UUID id) {
        return store.lock(id);
    }

    /** Keeps the same password with a stronger hash; nothing that anybody would notice. */
    public void upgradePassword(UUID id, String seen, String stronger) {
        store.upgradePassword(id, seen, stronger);
    }

    /**
     * @param seen the address that was shown to who decided this
     * @return false when the account has another address by now, or the new one belongs to another account
     * @throws org.springframework.dao.DuplicateKeyException when another account gets the new one at the same moment
     */
    @Transactional
    public boolean changeEmail(UUID id, EmailAddress seen, EmailAddress email, Actor actor) {
        if (!store.setEmail(id, seen, email)) {
            return false;
        }
        trail.record(id, AccountEvent.ADDRESS_CHANGED, actor);
        return true;
    }

    @Transactional
    public void setProfile(UUID id, String displayName, Language language, Actor actor) {
        if (store.setProfile(id, displayName, language)) {
            trail.record(id, AccountEvent.PROFILE_CHANGED, actor);
        }
    }

    /** @return false when it is so already */
    @Transactional
    public boolean setEnabled(UUID id, boolean enabled, String reason, Actor actor) {
        if (!store.setEnabled(id, enabled)) {
            return false;
        }
        trail.record(id, enabled ? AccountEvent.ENABLED : AccountEvent.DISABLED, actor, Map.of("reason", reason));
        return true;
    }

    /** @return false when they are these already */
    @Transactional
    public boolean setRoles(UUID id, Set<StaffRole> roles, Actor actor) {
        if (!store.setRoles(id, roles)) {
            return false;
        }
        String titles = roles.stream()
                .map(StaffRole::title)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
        trail.record(id, AccountEvent.ROLES_CHANGED, actor, Map.of("roles", titles));
        return true;
    }
}
