package dev.waymark.identity.mail;

import dev.waymark.platform.pages.Language;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes mails into the queue, in the transaction of what they tell of. */
@Component
public class Mails {
    /**
     * @param to the address, as its owner writes it
     * @param values what the mail's words need, by name
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void send(MailKind kind, String to, Language language, Map<String, String> values) {}
}
