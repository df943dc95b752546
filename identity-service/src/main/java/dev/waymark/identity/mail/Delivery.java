package dev.waymark.identity.mail;

import dev.waymark.identity.mail.MailMetrics.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** Gives one mail to the mail server, and decides what becomes of it when that fails. */
@Component
class Delivery {
    /** How the mail server was last found. */
    enum Server {
        UNKNOWN,
        REACHED,
        AWAY
    }

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int MOST_DOUBLINGS = 10;

    private final MailQueue queue;
    private final MailMessages messages;
    private final JavaMailSender sender;
    private final MailMetrics metrics;
    private final Clock clock;
    private Server server = Server.UNKNOWN;

    Delivery(MailQueue queue, MailMessages messages, JavaMailSender sender, MailMetrics metrics, Clock clock) {
        this.queue = queue;
        this.messages = messages;
        this.sender = sender;
        this.metrics = metrics;
        this.clock = clock;
    }

    synchronized Server server() {
        return server;
    }

    /** Leaves the mail removed or postponed. */
    void deliver(QueuedMail mail) {
        Optional<Letter> letter = queue.open(mail);
        if (letter.isEmpty()) {
            log.error("mail {} cannot be read with this KEY_ENCRYPTION_SECRET and is dropped", mail.id());
            settle(mail, Outcome.UNREADABLE);
            return;
        }
        try {
            sender.send(messages.message(mail, letter.get()));
        } catch (MailException e) {
            failed(mail, SmtpFailure.of(e));
            return;
        } catch (RuntimeException e) {
            // A mistake of ours, such as a missing text: the next release may know better.
            log.error(
                    "mail {} of kind {} could not be written",
                    mail.id(),
                    mail.kind().title(),
                    e);
            postpone(mail);
            return;
        }
        settle(mail, Outcome.SENT);
        reached();
    }

    private void failed(QueuedMail mail, SmtpFailure failure) {
        switch (failure) {
            case SmtpFailure.Refused refused -> {
                log.warn(
                        "mail {} of kind {} was refused for good: {}",
                        mail.id(),
                        mail.kind().title(),
                        refused.code());
                settle(mail, Outcome.REFUSED);
                reached();
            }
            case SmtpFailure.NotNow notNow -> {
                log.warn("mail {} has to wait: {}", mail.id(), notNow.code());
                reached();
                postpone(mail);
            }
            case SmtpFailure.Away away -> {
                if (found(Server.AWAY) != Server.AWAY) {
                    log.warn("the mail server is away ({}): mails wait", away.reason());
                }
                postpone(mail);
            }
        }
    }

    private void reached() {
        if (found(Server.REACHED) == Server.AWAY) {
            log.info("the mail server is back");
            queue.hurry(clock.instant());
        }
    }

    /** @return how it was found before */
    private synchronized Server found(Server now) {
        Server before = server;
        server = now;
        return before;
    }

    private void settle(QueuedMail mail, Outcome outcome) {
        queue.remove(mail);
        metrics.count(mail.kind(), outcome);
    }

    private void postpone(QueuedMail mail) {
        queue.postpone(mail, clock.instant().plus(pause(mail.attempts())));
        metrics.count(mail.kind(), Outcome.POSTPONED);
    }

    /** Exponential, with jitter, so that not all that have failed together are tried together. */
    static Duration pause(int attempts) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, MOST_DOUBLINGS));
        long most = Math.min(doubled.toMillis(), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
