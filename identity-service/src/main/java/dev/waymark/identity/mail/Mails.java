package dev.waymark.identity.mail;

import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.platform.pages.Language;
import java.time.Clock;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Writes mails into the queue, in the transaction of what they tell of. */
@Component
public class Mails {
    private final MailQueue queue;
    private final MailBell bell;
    private final Clock clock;
    private final String origin;

    Mails(MailQueue queue, MailBell bell, Clock clock, @Value("${PUBLIC_ORIGIN}") String origin) {
        this.queue = queue;
        this.bell = bell;
        this.clock = clock;
        this.origin = origin;
    }

    /**
     * Sent as soon as the transaction is committed, and never when it is rolled back; at least once, while the mail server takes it
     * within a day, or for codes within 15 minutes.
     *
     * @param to the address, as its owner writes it
     * @param values what the mail's words need, by name; a {@code link} is a path, or an address of the site
     * @throws IllegalArgumentException when {@code to} is no address, a value that the kind needs is missing, or a link leads elsewhere:
     *     mistakes of the caller
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void send(MailKind kind, String to, Language language, Map<String, String> values) {
        if (EmailAddress.of(to).isEmpty()) {
            throw new IllegalArgumentException("a mail of kind " + kind + " is for something that is no address");
        }
        if (!values.keySet().containsAll(kind.needed())) {
            throw new IllegalArgumentException("a mail of kind " + kind + " needs " + kind.needed());
        }
        String link = values.getOrDefault(Words.LINK, "/");
        if (!link.startsWith("/") && !link.startsWith(origin + "/")) {
            throw new IllegalArgumentException("a mail of kind " + kind + " has a link that leads elsewhere");
        }
        queue.put(kind, new Letter(to, language, values), clock.instant());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                bell.ring();
            }
        });
    }
}
