package dev.waymark.identity.mail;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.Device;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.platform.pages.Texts;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Tells people by mail what was done to their accounts, when, and from where. */
@Component
public class Notices {
    private final Mails mails;
    private final Clock clock;

    Notices(Mails mails, Clock clock) {
        this.mails = mails;
        this.clock = clock;
    }

    /** As {@link #tell(MailKind, Account, Actor, Map)}, of what its owner does, without further values. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(MailKind kind, Account account, Visitor visitor) {
        tell(kind, account, Actor.person(visitor), Map.of());
    }

    /** As {@link #tell(MailKind, Account, Actor, Map)}, of what its owner does. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(MailKind kind, Account account, Visitor visitor, Map<String, String> more) {
        tell(kind, account, Actor.person(visitor), more);
    }

    /** @param more values of this kind of mail */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(MailKind kind, Account account, Actor actor, Map<String, String> more) {
        send(kind, account, account.email().text(), actor, more);
    }

    /** As {@link #tell(MailKind, Account, Visitor, Map)}, to an address that the account had before. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tellAt(String to, MailKind kind, Account account, Visitor visitor, Map<String, String> more) {
        send(kind, account, to, Actor.person(visitor), more);
    }

    private void send(MailKind kind, Account account, String to, Actor actor, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("name", account.shownName());
        values.put("when", Texts.in(account.language()).moment(clock.instant()));
        Visitor visitor = actor.visitor();
        // Where the staff is, is nobody's business.
        if (visitor != null && actor.kind() == Actor.Kind.PERSON) {
            values.put("device", Device.describe(visitor.userAgent()));
            values.put("address", visitor.address());
        }
        mails.send(kind, to, account.language(), values);
    }
}
