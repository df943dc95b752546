package dev.waymark.identity.mail;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** What became of mails, and what waits. */
@Component
class MailMetrics {
    /** What became of an attempt. */
    enum Outcome {
        SENT,
        POSTPONED,
        /** For good, by the mail server. */
        REFUSED,
        /** Of no use any more before the mail server took it. */
        EXPIRED,
        UNREADABLE
    }

    private static final Logger log = LoggerFactory.getLogger(MailMetrics.class);

    private final MeterRegistry registry;
    private final MailQueue queue;
    private final Clock clock;

    MailMetrics(MeterRegistry registry, MailQueue queue, Clock clock) {
        this.registry = registry;
        this.queue = queue;
        this.clock = clock;
        gauge("waymark.mail.queue", "mails that the mail server has not taken yet", MailQueue.Waiting::count);
        gauge(
                "waymark.mail.queue.age",
                "seconds that the oldest of them has waited",
                waiting -> waiting.oldest().toMillis() / 1000.0);
    }

    void count(MailKind kind, Outcome outcome) {
        registry.counter(
                        "waymark.mail",
                        "kind",
                        kind.title(),
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    void dropped(List<MailKind> kinds) {
        for (MailKind kind : kinds) {
            log.warn("a mail of kind {} was not taken in time and is dropped", kind.title());
            count(kind, Outcome.EXPIRED);
        }
    }

    private void gauge(String name, String description, ToDoubleFunction<MailQueue.Waiting> value) {
        Gauge.builder(name, () -> value(value))
                .description(description + "; NaN when the database is away")
                .register(registry);
    }

    private double value(ToDoubleFunction<MailQueue.Waiting> value) {
        try {
            return value.applyAsDouble(queue.waiting(clock.instant()));
        } catch (DataAccessException _) {
            return Double.NaN;
        }
    }
}
