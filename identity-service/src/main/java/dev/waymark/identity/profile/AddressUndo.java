package dev.waymark.identity.profile;

import dev.waymark.identity.Chore;
import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Notices;
import dev.waymark.identity.sessions.SessionEnds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The way back to an old address, for whoever has the link that it was sent: for a week, and signed in or not. */
@Component
class AddressUndo implements Chore {
    private static final Duration UNDOABLE = Duration.ofDays(7);

    private final Accounts accounts;
    private final SessionEnds sessions;
    private final SecondFactors factors;
    private final Notices notices;
    private final WholeChange whole;
    private final JdbcClient sql;
    private final Clock clock;

    AddressUndo(
            Accounts accounts,
            SessionEnds sessions,
            SecondFactors factors,
            Notices notices,
            WholeChange whole,
            JdbcClient sql,
            Clock clock) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.factors = factors;
        this.notices = notices;
        this.whole = whole;
        this.sql = sql;
        this.clock = clock;
    }

    /** @return the link's token, which is not stored */
    @Transactional(propagation = Propagation.MANDATORY)
    public String offer(UUID account, EmailAddress old) {
        String token = Visitor.newToken();
        Instant now = clock.instant();
        sql.sql("""
                insert into address_undo (token_hash, account_id, old_email, created_at, expires_at) values (?, ?, ?, ?, ?)
                """)
                .param(Visitor.digest(token))
                .param(account)
                .param(old.text())
                .param(time(now))
                .param(time(now.plus(UNDOABLE)))
                .update();
        return token;
    }

    /** Whether a link can still be used. */
    boolean isUsable(String token) {
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
    boolean use(String token, Visitor visitor) {
        return whole.done(() -> take(token)
                .filter(undo -> restore(undo, Actor.person(visitor), visitor))
                .isPresent());
    }

    private record Undo(UUID account, String email, OffsetDateTime created) {}

    private Optional<Undo> take(String token) {
        return sql.sql("""
                        delete from address_undo where token_hash = ? and expires_at > ?
                        returning account_id, old_email, created_at
                        """)
                .param(Visitor.digest(token))
                .param(time(clock.instant()))
                .query((row, _) -> new Undo(
                        row.getObject("account_id", UUID.class),
                        row.getString("old_email"),
                        row.getObject("created_at", OffsetDateTime.class)))
                .optional();
    }

    private boolean restore(Undo undo, Actor actor, Visitor visitor) {
        Account account = accounts.byId(undo.account()).orElse(null);
        EmailAddress old = EmailAddress.of(undo.email()).orElse(null);
        if (account == null || old == null || !accounts.changeEmail(account.id(), account.email(), old, actor)) {
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
