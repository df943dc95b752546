package dev.waymark.identity.profile;

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
import dev.waymark.identity.mail.Notices;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Texts;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Another address for an account: the new one is shown to be its owner's by a code, and the old one is told, with a link for
 * {@link AddressUndo}.
 */
@Component
class AddressChanges {
    private final Accounts accounts;
    private final Codes codes;
    private final AddressUndo undo;
    private final WholeChange whole;
    private final Notices notices;
    private final Limits limits;
    private final String origin;

    AddressChanges(
            Accounts accounts,
            Codes codes,
            AddressUndo undo,
            WholeChange whole,
            Notices notices,
            Limits limits,
            @Value("${PUBLIC_ORIGIN}") String origin) {
        this.accounts = accounts;
        this.codes = codes;
        this.undo = undo;
        this.whole = whole;
        this.notices = notices;
        this.limits = limits;
        this.origin = origin;
    }

    /** What came of a change. */
    enum Outcome {
        CHANGED,
        WRONG,
        /** The code is used up, or the address has another account by now. */
        OVER
    }

    /**
     * Mails a code to the new address; when it has an account already, a mail that says so.
     *
     * @return what the code is shown with
     */
    @Transactional
    public UUID send(SignedIn who, EmailAddress email, Visitor visitor) {
        limits.take(Limit.MANAGE_ADDRESSES, who.account().id().toString());
        boolean known = accounts.byEmail(email).isPresent();
        return codes.send(
                CodePurpose.ADDRESS_CHANGE,
                known ? MailKind.ADDRESS_KNOWN : MailKind.ADDRESS_CODE,
                email,
                who.account(),
                !known,
                who.account().language(),
                Map.of("old", who.account().email().text()),
                visitor);
    }

    Outcome finish(SignedIn who, UUID id, String typed, Visitor visitor) {
        limits.take(Limit.MANAGE_ADDRESSES, who.account().id().toString());
        Optional<RightCode> right = codes.attempt(id, CodePurpose.ADDRESS_CHANGE, visitor, typed)
                .filter(code -> who.account().id().equals(code.account()));
        if (right.isEmpty()) {
            return codes.open(id, CodePurpose.ADDRESS_CHANGE, visitor).isPresent() ? Outcome.WRONG : Outcome.OVER;
        }
        return whole.done(() -> change(who.account(), right.get(), visitor)) ? Outcome.CHANGED : Outcome.OVER;
    }

    private boolean change(Account account, RightCode code, Visitor visitor) {
        EmailAddress old = account.email();
        Optional<EmailAddress> email = EmailAddress.of(code.email());
        // The page showed the address that is replaced: when it is another one by now, somebody else was faster.
        if (email.isEmpty()
                || !old.text().equals(code.details().get("old"))
                || !codes.use(code)
                || !accounts.changeEmail(account.id(), old, email.get(), Actor.person(visitor))) {
            return false;
        }
        String token = undo.offer(account.id(), old);
        notices.tellAt(
                old.text(),
                MailKind.ADDRESS_CHANGED,
                account,
                visitor,
                Map.of(
                        "newAddress",
                        email.get().text(),
                        "link",
                        origin + Texts.in(account.language()).path("/account/address/undo?token=" + token)));
        return true;
    }
}
