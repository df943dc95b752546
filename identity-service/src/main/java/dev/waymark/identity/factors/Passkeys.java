package dev.waymark.identity.factors;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Device;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.passkeys.Assertion;
import dev.waymark.identity.factors.passkeys.Ceremonies;
import dev.waymark.identity.factors.passkeys.NewPasskey;
import dev.waymark.identity.factors.passkeys.Options;
import dev.waymark.identity.factors.passkeys.Passkey;
import dev.waymark.identity.factors.passkeys.PasskeyStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Passkeys: Web Authentication Level 3, always with user verification. */
@Component
public class Passkeys {
    private final Options options;
    private final Ceremonies ceremonies;
    private final PasskeyStore store;
    private final FactorChanges changes;
    private final FailureCounts failures;
    private final AccountTrail trail;
    private final TransactionTemplate transaction;

    Passkeys(
            Options options,
            Ceremonies ceremonies,
            PasskeyStore store,
            FactorChanges changes,
            FailureCounts failures,
            AccountTrail trail,
            TransactionTemplate transaction) {
        this.options = options;
        this.ceremonies = ceremonies;
        this.store = store;
        this.changes = changes;
        this.failures = failures;
        this.trail = trail;
        this.transaction = transaction;
    }

    /**
     * What a browser needs to ask for a passkey. The challenge is for this browser, for once and for five minutes.
     *
     * @param account whose passkeys may be used; null for any, which the authenticator offers
     * @return {@code PublicKeyCredentialRequestOptionsJSON}
     */
    public String requestOptions(Visitor visitor, @Nullable UUID account) {
        return options.get(visitor, account);
    }

    /**
     * @param response {@code AuthenticationResponseJSON}, as the browser sent it
     * @param account whose passkey it must be; null for anybody's
     * @return whose passkey it is; empty when it is none that we know, or the response is not right
     */
    public Optional<UUID> verify(Visitor visitor, String response, @Nullable UUID account) {
        return switch (ceremonies.used(visitor, account, response)) {
            case Assertion.Right right ->
                inTransaction(() -> store.used(right) ? Optional.of(succeeded(right.account())) : Optional.empty());
            case Assertion.Copied copied -> {
                transaction.executeWithoutResult(_ -> copied(copied, visitor));
                yield Optional.empty();
            }
            case Assertion.Wrong _ -> Optional.empty();
        };
    }

    /**
     * What a browser needs to make a passkey for an account.
     *
     * @return {@code PublicKeyCredentialCreationOptionsJSON}
     */
    public String creationOptions(Visitor visitor, Account account) {
        return options.create(visitor, account.id(), account.email().text(), account.shownName());
    }

    /**
     * Adds a passkey that a browser has made.
     *
     * @param response {@code RegistrationResponseJSON}, as the browser sent it
     * @param name what its owner calls it; may be empty
     * @return empty when it is not taken: it is not what was asked for, known already, or one too many. Otherwise recovery codes if it is
     *     the account's first factor
     */
    public Optional<List<String>> add(Visitor visitor, UUID account, String response, String name) {
        return ceremonies
                .made(visitor, account, response)
                .flatMap(made -> inTransaction(() -> add(visitor, account, made, named(name, visitor))));
    }

    private Optional<List<String>> add(Visitor visitor, UUID id, NewPasskey made, String name) {
        Optional<Account> account = changes.lock(id);
        boolean first = !changes.hasAny(id);
        return account.isPresent() && store.add(id, made, name)
                ? Optional.of(changes.added(account.get(), first, Factor.PASSKEY, name, Actor.person(visitor)))
                : Optional.empty();
    }

    /** The passkeys of an account, in the order in which they were added. */
    public List<Passkey> all(UUID account) {
        return store.all(account);
    }

    /** Which passkeys are good: {@code AllAcceptedCredentialsOptions} in JSON; empty when the account never made one. */
    public Optional<String> accepted(UUID account) {
        return options.accepted(account);
    }

    /** @return false when there is none such, or it is called so already */
    @Transactional
    public boolean rename(UUID account, UUID passkey, String name, Visitor visitor) {
        String shown = named(name, visitor);
        Optional<String> before = store.rename(account, passkey, shown);
        before.ifPresent(old -> trail.record(
                account,
                AccountEvent.FACTOR_RENAMED,
                Actor.person(visitor),
                Map.of("factor", Factor.PASSKEY.title(), "from", old, "to", shown)));
        return before.isPresent();
    }

    private <T> Optional<T> inTransaction(Supplier<Optional<T>> change) {
        return Objects.requireNonNull(transaction.execute(_ -> change.get()));
    }

    /** A passkey is both factors at once: whatever failed before, its owner has shown who he is. */
    private UUID succeeded(UUID account) {
        List.of(Factor.TOTP.title(), Factor.RECOVERY_CODE.title(), "password")
                .forEach(authenticator -> failures.unblock(account, authenticator));
        return account;
    }

    private void copied(Assertion.Copied copied, Visitor visitor) {
        trail.record(
                copied.account(),
                AccountEvent.SIGN_IN_FAILED,
                Actor.person(visitor),
                Map.of(
                        "factor",
                        Factor.PASSKEY.title(),
                        "reason",
                        "signature count went back",
                        "passkey",
                        copied.passkey().toString()));
    }

    private static String named(String typed, Visitor visitor) {
        String name = typed.replaceAll("\\p{Cntrl}", " ").strip();
        String chosen = name.isEmpty() ? Device.describe(visitor.userAgent()) : name;
        return chosen.isEmpty() ? "Passkey" : cut(chosen);
    }

    /** Between characters, and not within one. */
    private static String cut(String name) {
        int most = Math.min(Passkey.MOST_CHARACTERS, name.codePointCount(0, name.length()));
        return name.substring(0, name.offsetByCodePoints(0, most));
    }
}
