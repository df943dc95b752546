package dev.waymark.bench;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** Wrong logins at a steady rate, each for another address, none of which has an account: each costs a hash all the same. */
final class LoginFlood {
    private final Browser browser;
    private final Map<String, String> form;
    private final Map<Fate, AtomicInteger> fates = new EnumMap<>(Fate.class);
    private final Sample checked = new Sample();
    private final Sample refused = new Sample();

    /** What became of a login. */
    enum Fate {
        /** The password was looked at. */
        CHECKED,
        /** Identity-service had its hands full and said so, with the form to send again. */
        REFUSED,
        /** The gateway did not let it through. */
        TURNED_AWAY,
        /** Anything else, such as no answer. */
        LOST;

        static Fate of(HttpResponse<String> answer) {
            return of(answer.statusCode(), answer.body());
        }

        static Fate of(int status, String body) {
            return switch (status) {
                case 303, 422 -> CHECKED;
                case 503 -> body.contains("name=\"password\"") ? REFUSED : TURNED_AWAY;
                default -> LOST;
            };
        }
    }

    /** @throws BenchmarkException when the login page is not shown */
    LoginFlood(Browser browser) throws InterruptedException {
        this.browser = browser;
        this.form = Form.hidden(browser.get("/login").body(), "/login");
        for (Fate fate : Fate.values()) {
            fates.put(fate, new AtomicInteger());
        }
    }

    /** Returns when all are answered. */
    int run(double perSecond, Duration duration) throws InterruptedException {
        return SteadyLoad.run(perSecond, duration, this::send);
    }

    private void send(int number, long due) throws InterruptedException {
        Map<String, String> fields = new HashMap<>(form);
        fields.put("email", "nobody" + number + "@people.example");
        fields.put("password", Person.PASSWORD);
        Fate fate;
        try {
            fate = Fate.of(browser.post("/login", fields));
        } catch (BenchmarkException _) {
            fate = Fate.LOST;
        }
        long took = System.nanoTime() - due;
        if (fate == Fate.CHECKED) {
            checked.add(took);
        } else if (fate == Fate.REFUSED || fate == Fate.TURNED_AWAY) {
            refused.add(took);
        }
        count(fate).incrementAndGet();
    }

    private AtomicInteger count(Fate fate) {
        return Objects.requireNonNull(fates.get(fate));
    }

    int number(Fate fate) {
        return count(fate).get();
    }

    Percentiles checked() {
        return checked.percentiles();
    }

    /** By whomever. */
    Percentiles refused() {
        return refused.percentiles();
    }
}
