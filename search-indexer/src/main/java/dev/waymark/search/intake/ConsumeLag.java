package dev.waymark.search.intake;

import dev.waymark.platform.command.ConditionalOnServing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The lag of this stage, looked up now and then. */
@Component
@ConditionalOnServing
class ConsumeLag implements SmartLifecycle {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final ConsumeProgress progress;
    private volatile double records = Double.NaN;
    private volatile boolean running;
    private Thread thread = new Thread();

    ConsumeLag(ConsumeProgress progress, MeterRegistry registry) {
        this.progress = progress;
        Gauge.builder("waymark.lag", this, lag -> lag.records)
                .tag("stage", "consume")
                .description("records of the state topic that were not taken in yet; NaN when Kafka is away")
                .register(registry);
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofVirtual().name("consume-lag").start(this::run);
    }

    private void run() {
        try {
            while (running) {
                records = look();
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException _) {
            // The service stops.
        }
    }

    private double look() throws InterruptedException {
        try {
            return progress.behind(progress.ends());
        } catch (KafkaException _) {
            return Double.NaN;
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        thread.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
