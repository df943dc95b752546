package dev.waymark.identity.profile;

import dev.waymark.identity.Chore;
import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.codes.Codes;
import dev.waymark.identity.codes.RightCode;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Notices;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Texts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Another address for an account: the new one is shown to be its owner's by a code, and the old one is told, with a link by which
 * whoever has it can undo the change for a week, signed in or not.
 */
@Component
class AddressChanges implements Chore {
    static final Duration UNDOABLE = Duration.ofDays(7);

    private final Accounts accounts;
    private final Codes codes;
    private final LoginSessions sessions;
    private final SecondFactors factors;
    private final Notices notices;
    private final Limits limits;
    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final String origin;

    AddressChanges(
            Accounts accounts,
            Codes codes,
            LoginSessions sessions,
            SecondFactors factors,
            Notices notices,
            Limits limits,
            JdbcClient sql,
            TransactionTemplate transaction,
            Clock clock,
            @Value("${PUBLIC_ORIGIN}") String origin) {
        this.accounts = accounts;
        this.codes = codes;
        this.sessions = sessions;
        this.factors = factors;
        this.notices = notices;
        this.limits = limits;
        this.sql = sql;
        this.transaction = transaction;
        this.clock = clock;
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
        return done(() -> change(who.account(), right.get(), visitor)) ? Outcome.CHANGED : Outcome.OVER;
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
        String token = Visitor.newToken();
        Instant now = clock.instant();
        sql.sql("""
                insert into address_undo (token_hash, account_id, old_email, created_at, expires_at) values (?, ?, ?, ?, ?)
                """)
                .param(Visitor.digest(token))
                .param(account.id())
                .param(old.text())
                .param(time(now))
                .param(time(now.plus(UNDOABLE)))
                .update();
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

    /** All of it or nothing, also when another account takes the address at the same moment. */
    private boolean done(BooleanSupplier change) {
        try {
            return Boolean.TRUE.equals(transaction.execute(_ -> change.getAsBoolean()));
        } catch (DuplicateKeyException _) {
            return false;
        }
    }

    /** Whether a link can still be used. */
    boolean isUndoable(String token) {
        return sql.sql("select 1 from address_undo where token_hash = ? and expires_at > ?")
                .param(Visitor.digest(token))
                .param(time(clock.instant()))
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * Gives the account its old address back, whatever it is now, and ends all sessions: somebody who should not have been in was in.
     *
     * @return false when the link was used, is too old, or the old address belongs to another account by now
     */
    boolean undo(String token, Visitor visitor) {
        return done(() -> restore(token, visitor));
    }

    private boolean restore(String token, Visitor visitor) {
        record Undo(UUID account, String email, OffsetDateTime created) {}
        Undo undo = sql.sql("""
                        delete from address_undo where token_hash = ? and expires_at > ?
                        returning account_id, old_email, created_at
                        """)
                .param(Visitor.digest(token))
                .param(time(clock.instant()))
                .query((row, _) -> new Undo(
                        row.getObject("account_id", UUID.class),
                        row.getString("old_email"),
                        row.getObject("created_at", OffsetDateTime.class)))
                .optional()
                .orElse(null);
        Account account = undo == null ? null : accounts.byId(undo.account()).orElse(null);
        EmailAddress old = undo == null ? null : EmailAddress.of(undo.email()).orElse(null);
        Actor actor = Actor.person(visitor);
        if (undo == null
                || account == null
                || old == null
                || !accounts.changeEmail(account.id(), account.email(), old, actor)) {
            return false;
        }
        // Links of changes that came after this one would let whoever made them undo this.
        sql.sql("delete from address_undo where account_id = ? and created_at >= ?")
                .param(account.id())
                .param(undo.created())
                .update();
        factors.factorsChanged(account.id());
        sessions.endAll(account.id(), actor, "address_restored");
        notices.tellAt(old.text(), MailKind.ADDRESS_RESTORED, account, visitor, Map.of());
        return true;
    }

    @Override
    public void run() {
        sql.sql("delete from address_undo where expires_at < ?")
                .param(time(clock.instant()))
                .update();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
