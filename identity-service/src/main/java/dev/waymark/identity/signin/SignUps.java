package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.codes.Codes;
import dev.waymark.identity.codes.RightCode;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.passwords.Passwords;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.platform.pages.Language;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Signing up. There is no account before the code was typed that went to its address; until then all that was said is sealed with the
 * code. An address that has an account already gets a mail that says so, and the page is the same.
 */
@Component
class SignUps {
    private final Accounts accounts;
    private final Codes codes;
    private final CodeAttempts attempts;
    private final Passwords passwords;
    private final Limits limits;
    private final Logins logins;
    private final TransactionTemplate transaction;

    SignUps(
            Accounts accounts,
            Codes codes,
            CodeAttempts attempts,
            Passwords passwords,
            Limits limits,
            Logins logins,
            TransactionTemplate transaction) {
        this.accounts = accounts;
        this.codes = codes;
        this.attempts = attempts;
        this.passwords = passwords;
        this.limits = limits;
        this.logins = logins;
        this.transaction = transaction;
    }

    /** @throws dev.waymark.platform.web.Problem 429 after too many attempts */
    void admit(Visitor visitor) {
        limits.take(Limit.SIGN_UP_BY_ADDRESS, visitor.address());
    }

    /**
     * @param password that was found good
     * @return what the code is shown with
     */
    UUID begin(
            EmailAddress email,
            String password,
            String displayName,
            String continueTo,
            Language language,
            Visitor visitor) {
        String hash = passwords.hash(password);
        return send(
                email,
                Map.of("password", hash, "name", displayName, "language", language.tag(), "continue", continueTo),
                language,
                visitor);
    }

    private UUID send(EmailAddress email, Map<String, String> details, Language language, Visitor visitor) {
        Account known = accounts.byEmail(email).orElse(null);
        UUID sent = transaction.execute(_ -> codes.send(
                CodePurpose.SIGN_UP,
                known == null ? MailKind.SIGN_UP_CODE : MailKind.SIGN_UP_KNOWN,
                email,
                known,
                known == null,
                language,
                details,
                visitor));
        return sent;
    }

    /** @return empty when there is nothing to send again */
    Optional<UUID> sendAgain(UUID id, Language language, Visitor visitor) {
        limits.take(Limit.SIGN_UP_BY_ADDRESS, visitor.address());
        return codes.details(id, CodePurpose.SIGN_UP, visitor)
                .flatMap(seen ->
                        EmailAddress.of(seen.email()).map(email -> send(email, seen.details(), language, visitor)));
    }

    SignIn finish(UUID id, String typed, Visitor visitor) {
        return attempts.attempt(id, CodePurpose.SIGN_UP, typed, visitor, code -> register(code, visitor));
    }

    private SignIn register(RightCode code, Visitor visitor) {
        Map<String, String> details = code.details();
        Language language = Language.tagged(details.get("language")).orElse(Language.ENGLISH);
        Optional<Account> account = EmailAddress.of(code.email())
                .filter(_ -> codes.use(code))
                .flatMap(email -> accounts.register(
                        email,
                        details.get("password"),
                        details.getOrDefault("name", ""),
                        language,
                        Actor.person(visitor)))
                .flatMap(accounts::byId);
        return account.map(made -> logins.complete(
                        made,
                        Set.of(SignInMethod.PASSWORD, SignInMethod.EMAILED_CODE),
                        Continuation.of(details.get("continue")),
                        visitor))
                .orElseGet(() -> SignIn.refused(SignIn.Reason.OVER));
    }
}
