package dev.waymark.identity.mail;

import dev.waymark.identity.accounts.Account;
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

    /** As {@link #tell(MailKind, Account, Visitor, Map)}, without further values. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(MailKind kind, Account account, Visitor visitor) {
        tell(kind, account, visitor, Map.of());
    }

    /** @param more values of this kind of mail */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(MailKind kind, Account account, Visitor visitor, Map<String, String> more) {
        tell(kind, account, account.email().text(), visitor, more);
    }

    /** As {@link #tell(MailKind, Account, Visitor, Map)}, to an address that the account had before. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(MailKind kind, Account account, String to, Visitor visitor, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("name", account.shownName());
        values.put("when", Texts.in(account.language()).moment(clock.instant()));
        values.put("device", Device.describe(visitor.userAgent()));
        values.put("address", visitor.address());
        mails.send(kind, to, account.language(), values);
    }
}
