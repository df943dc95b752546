package dev.waymark.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** How many small answers the gateway passes on in a second, beside nginx. */
final class ProxySection implements Section {
    private static final String WHAT =
            """
            A backend that answers a kilobyte of fixed JSON (nginx itself, so that the backend is not what is measured) behind the
            gateway's route `/api/v1/plans`, and behind nginx as a proxy that keeps its connections. wrk with THREADS threads and
            CONNECTIONS connections for each run, gateway and nginx in turns, in random order, after a run of each that does not count.
            Load generator, proxy and backend share the machine's cores.
            """.replace("THREADS", String.valueOf(Wrk.THREADS)).replace("CONNECTIONS", String.valueOf(Wrk.CONNECTIONS));
    private static final int ROUNDS = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /** Who is asked. */
    private enum Arm {
        GATEWAY("gateway-service"),
        NGINX("nginx as proxy"),
        BACKEND("the backend itself");

        private final String label;

        Arm(String label) {
            this.label = label;
        }
    }

    @Override
    public String name() {
        return "proxy";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        Optional<Path> nginx = program("nginx");
        if (nginx.isEmpty() || program("wrk").isEmpty()) {
            throw new BenchmarkException("wrk and nginx are needed: install the packages \"wrk\" and \"nginx-light\"");
        }
        int proxyPort = Bench.freePort();
        Map<Arm, String> urls = new EnumMap<>(Map.of(
                Arm.GATEWAY, bench.stack().url() + "/api/v1/plans",
                Arm.NGINX, "http://127.0.0.1:" + proxyPort + "/api/v1/plans",
                Arm.BACKEND, "http://127.0.0.1:" + bench.plansPort() + "/api/v1/plans"));
        Map<Arm, List<Wrk.Run>> runs = new EnumMap<>(Arm.class);
        try (Nginx server =
                Nginx.start(nginx.get().toString(), bench.folder().resolve("nginx"), bench.plansPort(), proxyPort)) {
            requireSameAnswer(bench.http(), urls);
            measure(urls, bench.sizes().proxy(), bench.random(), runs);
        }
        return result(runs, bench.sizes().proxy());
    }

    private static Optional<Path> program(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void requireSameAnswer(Http http, Map<Arm, String> urls) throws InterruptedException {
        List<String> bodies = new ArrayList<>();
        for (String url : urls.values()) {
            bodies.add(http.ask("GET", url, null, Map.of()).body());
        }
        if (bodies.stream().distinct().count() != 1) {
            throw new BenchmarkException("gateway and nginx do not give the same answer");
        }
    }

    private static void measure(Map<Arm, String> urls, Duration duration, Random random, Map<Arm, List<Wrk.Run>> runs)
            throws IOException, InterruptedException {
        List<Arm> order = new ArrayList<>(urls.keySet());
        for (int round = 0; round <= ROUNDS; round++) {
            Collections.shuffle(order, random);
            for (Arm arm : order) {
                boolean warmUp = round == 0;
                Wrk.Run run = Wrk.run(
                        urls.getOrDefault(arm, ""), warmUp && WARM_UP.compareTo(duration) < 0 ? WARM_UP : duration);
                if (!warmUp) {
                    System.err.println("proxy: " + arm.label + " " + Table.number(run.perSecond()) + " a second");
                    runs.computeIfAbsent(arm, _ -> new ArrayList<>()).add(run);
                }
            }
        }
    }

    private static Result result(Map<Arm, List<Wrk.Run>> runs, Duration duration) {
        double nginx = rate(runs.getOrDefault(Arm.NGINX, List.of()));
        Table.Builder table = Table.of("measured", "runs", "requests/s", "share of nginx", "p50 ms", "p99 ms");
        List<String> notes = new ArrayList<>();
        notes.add("Each run lasted " + duration.toSeconds() + " s; figures are means over the runs.");
        runs.forEach((arm, each) -> {
            table.row(
                    arm.label,
                    String.valueOf(each.size()),
                    Table.number(rate(each)),
                    Table.ratio(rate(each) / nginx),
                    Table.number(
                            each.stream().mapToDouble(Wrk.Run::p50).average().orElse(Double.NaN)),
                    Table.number(
                            each.stream().mapToDouble(Wrk.Run::p99).average().orElse(Double.NaN)));
            each.stream()
                    .filter(run -> !run.complaint().isEmpty())
                    .forEach(run -> notes.add(arm.label + ": " + run.complaint() + "."));
        });
        return new Result("Proxied throughput", WHAT, table.build(), notes);
    }

    private static double rate(List<Wrk.Run> runs) {
        return runs.stream().mapToDouble(Wrk.Run::perSecond).average().orElse(Double.NaN);
    }
}
