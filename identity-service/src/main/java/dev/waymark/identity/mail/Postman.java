package dev.waymark.identity.mail;

import dev.waymark.platform.command.ConditionalOnServing;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes mails from the queue while there are some, and has them delivered, a few at a time. He comes when the bell rings, when a mail
 * is due for another attempt, and now and then by himself for what others have left: another copy that was killed, or a command.
 */
@Component
@ConditionalOnServing
class Postman implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Postman.class);
    private static final int AT_ONCE = 4;
    static final Duration ROUND = Duration.ofSeconds(10);
    private static final Duration LEAST_PAUSE = Duration.ofMillis(100);
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private final MailQueue queue;
    private final Delivery delivery;
    private final MailMetrics metrics;
    private final MailBell bell;
    private final Clock clock;
    private final Semaphore hands = new Semaphore(AT_ONCE);
    private volatile boolean running;
    private Thread thread = new Thread();

    Postman(MailQueue queue, Delivery delivery, MailMetrics metrics, MailBell bell, Clock clock) {
        this.queue = queue;
        this.delivery = delivery;
        this.metrics = metrics;
        this.bell = bell;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name("postman").start(this::run);
    }

    /** Lets what is being sent be sent; what does not get that far is another copy's once its lease is over. */
    @Override
    public synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        bell.ring();
        try {
            if (thread.join(LAST_WORDS) && hands.tryAcquire(AT_ONCE, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                hands.release(AT_ONCE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Gone only after the requests that write mails. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void run() {
        try {
            while (running) {
                hands.acquire();
                if (!handOver()) {
                    hands.release();
                    bell.await(dropStale());
                }
            }
        } catch (InterruptedException _) {
            // The service stops.
        }
    }

    /** @return false when nothing is to be delivered; else a hand is free again later */
    private boolean handOver() {
        try {
            Optional<QueuedMail> mail = queue.claim(clock.instant());
            mail.ifPresent(taken -> Thread.ofVirtual().name("mail").start(() -> deliver(taken)));
            return mail.isPresent();
        } catch (RuntimeException e) {
            log.warn("the mails could not be looked at: {}", e.toString());
            return false;
        }
    }

    private void deliver(QueuedMail mail) {
        try {
            delivery.deliver(mail);
        } catch (RuntimeException e) {
            // Such as the database being away: the lease ends, and the mail is tried again.
            log.warn("mail {} is unsettled", mail.id(), e);
        } finally {
            hands.release();
            // What it has to wait for is known only now.
            bell.ring();
        }
    }

    /** @return how long there is nothing to do, as far as is known now */
    private Duration dropStale() {
        try {
            metrics.dropped(queue.removeStale(clock.instant()));
            Duration next = queue.nextDue()
                    .map(due -> Duration.between(clock.instant(), due))
                    .orElse(ROUND);
            return next.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : next.compareTo(ROUND) > 0 ? ROUND : next;
        } catch (RuntimeException _) {
            return ROUND;
        }
    }
}
