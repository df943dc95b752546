package dev.waymark.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** How many logins with a password there are in a second at full load, beside the hashes alone. */
final class PasswordLoginSection implements Section {
    private static final Target TARGET = new Target(0.85, "≥ 0.85 ×");
    private static final String WHAT = """
            `POST /login` at identity-service itself, with an account's password, the cookie of its browser and the token of the
            form: each ends with a new session. A few more clients than it hashes side by side send all the time, each for accounts
            of its own. The baseline is Argon2id of the same cost and nothing else, on as many threads as the service lets hash at a
            time (one core fewer than there are), in a process with the same options of the JVM; the last row is the same with the
            JVM's second compiler, which the services of the local stack go without. All take turns, in random order. Clients,
            service and database share the machine's cores.
            """;
    private static final int ROUNDS = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    /** Who waits for his turn; the service lets eight wait. */
    private static final int WAITING = 3;

    /** What is done as often as possible. */
    private enum Arm {
        LOGINS("logins with a password"),
        ALONE("Argon2id alone"),
        ALL_COMPILERS("Argon2id alone, all compilers");

        private final String label;

        Arm(String label) {
            this.label = label;
        }
    }

    private final People people;
    private final Map<Arm, List<Double>> runs = new EnumMap<>(Arm.class);
    private Percentiles took = Percentiles.ofSorted(new long[0]);

    PasswordLoginSection(People people) {
        this.people = people;
    }

    @Override
    public String name() {
        return "logins";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        Duration duration = bench.sizes().logins().passwords();
        BareArgon2 bare = BareArgon2.as(bench.stack().settings());
        List<Clients.Action> clients =
                clients(people.first(bench.sizes().logins().accounts(), bench), bare.threads() + WAITING);
        Clients.until(WARM_UP.compareTo(duration) < 0 ? WARM_UP : duration, clients);
        Random random = bench.random();
        List<Arm> order = new ArrayList<>(List.of(Arm.values()));
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(order, random);
            for (Arm arm : order) {
                double perSecond = arm == Arm.LOGINS
                        ? logins(duration, clients)
                        : bare.perSecond(
                                duration,
                                arm == Arm.ALL_COMPILERS || bench.options().allCompilers());
                System.err.println("logins: " + arm.label + ", " + Table.number(perSecond) + " a second");
                runs.computeIfAbsent(arm, _ -> new ArrayList<>()).add(perSecond);
            }
        }
        return result(bare, duration, bench.sizes().logins().accounts(), clients.size());
    }

    /** No account has two logins under way. */
    private static List<Clients.Action> clients(List<Person> accounts, int most) {
        int clients = Math.min(most, accounts.size());
        return IntStream.range(0, clients)
                .mapToObj(client -> {
                    List<Person> own = IntStream.range(0, accounts.size())
                            .filter(number -> number % clients == client)
                            .mapToObj(accounts::get)
                            .toList();
                    AtomicInteger turn = new AtomicInteger();
                    return (Clients.Action)
                            () -> own.get(turn.getAndIncrement() % own.size()).signIn();
                })
                .toList();
    }

    private double logins(Duration duration, List<Clients.Action> clients) throws InterruptedException {
        Clients.Work work = Clients.until(duration, clients);
        took = work.took();
        return work.perSecond();
    }

    /**
     * Logins in a second, as they were measured.
     *
     * @throws BenchmarkException when they were not
     */
    double perSecond() {
        double mean = mean(Arm.LOGINS);
        if (!(mean > 0)) {
            throw new BenchmarkException("it is not known how many logins there are in a second");
        }
        return mean;
    }

    private double mean(Arm arm) {
        return runs.getOrDefault(arm, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    private Result result(BareArgon2 bare, Duration duration, int accounts, int clients) {
        Table.Builder table =
                Table.of("measured", "runs", "per second", "per second and core", "share of bare", "target", "verdict");
        for (Arm arm : Arm.values()) {
            double share = mean(arm) / mean(Arm.ALONE);
            table.row(
                    arm.label,
                    String.valueOf(runs.getOrDefault(arm, List.of()).size()),
                    Table.number(mean(arm)),
                    Table.number(mean(arm) / bare.threads()),
                    Table.ratio(share),
                    arm == Arm.LOGINS ? TARGET.text() : "",
                    arm == Arm.LOGINS ? TARGET.judgeLeast(share) : "");
        }
        return new Result(
                "Logins with a password",
                WHAT,
                table.build(),
                List.of(
                        "Each run lasted " + duration.toSeconds()
                                + " s; figures are means over the runs. *Core*: one that hashes, of " + bare.threads()
                                + ".",
                        "Argon2id with " + bare.memoryKib() + " KiB, " + bare.passes() + " passes, " + bare.lanes()
                                + " lane(s), by " + BareArgon2.implementation() + ".",
                        accounts + " accounts, " + clients + " clients; a login took p50 " + Table.number(took.p50())
                                + " ms, p99 " + Table.number(took.p99())
                                + " ms in the last run, most of it waiting for its turn."));
    }
}
