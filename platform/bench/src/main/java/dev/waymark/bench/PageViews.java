package dev.waymark.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody looks at one page again and again, at a steady rate. */
final class PageViews {
    private final Browser browser;
    private final String path;
    private final Sample took = new Sample();
    private final AtomicInteger missed = new AtomicInteger();

    PageViews(Browser browser, String path) {
        this.browser = browser;
        this.path = path;
    }

    /** Returns when all are answered. */
    void run(double perSecond, Duration duration) throws InterruptedException {
        SteadyLoad.run(perSecond, duration, (_, due) -> {
            if (isShown()) {
                took.add(System.nanoTime() - due);
            } else {
                missed.incrementAndGet();
            }
        });
    }

    private boolean isShown() throws InterruptedException {
        try {
            return browser.get(path).statusCode() == 200;
        } catch (BenchmarkException _) {
            return false;
        }
    }

    String path() {
        return path;
    }

    /** Of those that were shown. */
    Percentiles took() {
        return took.percentiles();
    }

    /** How often something else came, or nothing. */
    int missed() {
        return missed.get();
    }
}
