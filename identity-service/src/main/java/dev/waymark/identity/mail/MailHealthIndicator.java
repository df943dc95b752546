package dev.waymark.identity.mail;

import dev.waymark.platform.command.ConditionalOnServing;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/**
 * Whether mails leave. No part of being ready: people who are signed in do not need mails, and those that wait are sent later. In place
 * of the one of Spring Boot, which logs in at the mail server each time that it is asked.
 */
@Component
@ConditionalOnServing
class MailHealthIndicator extends AbstractHealthIndicator {
    /** Past it codes are about to be of no use. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final MailQueue queue;
    private final Delivery delivery;
    private final Clock clock;

    MailHealthIndicator(MailQueue queue, Delivery delivery, Clock clock) {
        super("the queue of mails could not be read");
        this.queue = queue;
        this.delivery = delivery;
        this.clock = clock;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        MailQueue.Waiting waiting = queue.waiting(clock.instant());
        boolean late = waiting.oldest().compareTo(LONGEST_WAIT) > 0;
        (late ? health.down() : health.up())
                .withDetail("server", delivery.server())
                .withDetail("waiting", waiting.count())
                .withDetail("oldestSeconds", waiting.oldest().toSeconds());
    }
}
