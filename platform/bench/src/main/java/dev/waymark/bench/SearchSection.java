package dev.waymark.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Searches through the gateway, beside the same searches of Meilisearch. */
final class SearchSection implements Section {
    private static final String WHAT = """
            `GET /api/v1/search?q=` through gateway and search-indexer, beside one request to Meilisearch's `/multi-search` for what
            a page of results needs: 20 hits, highlights, three facets. (The indexer puts the hits in order, and asks a second time
            when the best is not convincing.) One connection: each query goes to both, in random order, one
            after the other. Four connections: four clients send all queries to one of the two as fast as they are answered, then to
            the other, in turns. Half load: queries are sent at a steady rate, whether or not those before are answered, half as many in
            a second as were answered with four connections, first each of the two at the half of its own, then both at that of the
            gateway; times count from the moment at which a query was due. Before anything is measured, queries are made until the
            JVMs' compilers have seen them often, and a round of each at a steady rate does not count.
            """;
    private static final int CONNECTIONS = 4;

    /** What the compilers of a JVM have not yet seen often, they leave slow: a server has seen it. */
    private static final int WARM_UP = 16;

    private static final Target TARGET = new Target(1.5, "≤ 1.5 ×");

    private final Sample gatewayAlone = new Sample();
    private final Sample engineAlone = new Sample();
    private final Sample gatewayBusy = new Sample();
    private final Sample engineBusy = new Sample();
    private final Sample gatewayHalf = new Sample();
    private final Sample engineHalf = new Sample();
    private final Sample engineSameRate = new Sample();

    @Override
    public String name() {
        return "search";
    }

    @Override
    public Result run(Bench bench) throws IOException, InterruptedException {
        bench.ensureLoaded();
        Random random = bench.random();
        List<Query> queries = Query.all(bench, random);
        for (Query query : queries) {
            // Right after a start, a search may be answered without Meilisearch.
            bench.http().ask("GET", query.address(), null, Map.of("Accept", "application/json"));
            engine(bench, query);
        }
        for (int round = 0; round < WARM_UP * bench.sizes().rounds(); round++) {
            busy(queries, query -> gateway(bench, query), new Sample());
        }
        long gatewayNanos = 0;
        long engineNanos = 0;
        for (int round = 0; round < bench.sizes().rounds(); round++) {
            alone(bench, queries, random);
            gatewayNanos += busy(queries, query -> gateway(bench, query), gatewayBusy);
            engineNanos += busy(queries, query -> engine(bench, query), engineBusy);
            System.err.println(
                    "search: round " + (round + 1) + " of " + bench.sizes().rounds());
        }
        double searches = queries.size() * (double) bench.sizes().rounds() * 1e9;
        double half = searches / gatewayNanos / 2;
        steady(half, queries, query -> gateway(bench, query), new Sample());
        steady(half, queries, query -> engine(bench, query), new Sample());
        for (int round = 0; round < bench.sizes().rounds(); round++) {
            steady(half, queries, query -> gateway(bench, query), gatewayHalf);
            steady(half, queries, query -> engine(bench, query), engineSameRate);
            steady(searches / engineNanos / 2, queries, query -> engine(bench, query), engineHalf);
        }
        Table.Builder table = Table.of(
                "measured",
                "n each",
                "gateway p50 ms",
                "gateway p99 ms",
                "Meilisearch p50 ms",
                "Meilisearch p99 ms",
                "ratio p50",
                "ratio p99",
                "target p99",
                "verdict");
        row(table, "half load, each of its own", gatewayHalf, engineHalf, true);
        row(table, "half load of the gateway at both", gatewayHalf, engineSameRate, true);
        row(table, "1 connection", gatewayAlone, engineAlone, false);
        row(table, CONNECTIONS + " connections", gatewayBusy, engineBusy, false);
        return new Result(
                "Search",
                WHAT,
                table.build(),
                List.of(
                        queries.size() + " different queries, " + bench.sizes().rounds() + " rounds, "
                                + String.format(
                                        java.util.Locale.ROOT,
                                        "%,d organisations in the index.",
                                        bench.engine().count(bench.engine().live())),
                        "With " + CONNECTIONS + " connections: " + Table.number(searches / gatewayNanos)
                                + " searches a second through the gateway, " + Table.number(searches / engineNanos)
                                + " at Meilisearch."));
    }

    private static void row(Table.Builder table, String what, Sample throughGateway, Sample direct, boolean judged) {
        Percentiles gateway = throughGateway.percentiles();
        Percentiles engine = direct.percentiles();
        double ratio = gateway.p99() / engine.p99();
        table.row(
                what,
                String.valueOf(gateway.n()),
                Table.number(gateway.p50()),
                Table.number(gateway.p99()),
                Table.number(engine.p50()),
                Table.number(engine.p99()),
                Table.ratio(gateway.p50() / engine.p50()),
                Table.ratio(ratio),
                judged ? TARGET.text() : "",
                judged ? TARGET.judge(ratio) : "");
    }

    private static long gateway(Bench bench, Query query) throws InterruptedException {
        long start = System.nanoTime();
        Http.Answer answer = bench.http().ask("GET", query.address(), null, Map.of("Accept", "application/json"));
        long took = System.nanoTime() - start;
        if (answer.body().contains("\"limited\":true")) {
            throw new BenchmarkException("the search was answered without Meilisearch");
        }
        return took;
    }

    private static long engine(Bench bench, Query query) throws InterruptedException {
        long start = System.nanoTime();
        bench.engine().multiSearch(query.multiSearch());
        return System.nanoTime() - start;
    }

    private void alone(Bench bench, List<Query> queries, Random random) throws InterruptedException {
        for (Query query : queries) {
            boolean gatewayFirst = random.nextBoolean();
            if (gatewayFirst) {
                gatewayAlone.add(gateway(bench, query));
            }
            engineAlone.add(engine(bench, query));
            if (!gatewayFirst) {
                gatewayAlone.add(gateway(bench, query));
            }
        }
    }

    /** Makes one search; gives its nanoseconds. */
    @FunctionalInterface
    private interface Arm {
        long search(Query query) throws InterruptedException;
    }

    /** Sends all queries at a steady rate. */
    private static void steady(double perSecond, List<Query> queries, Arm arm, Sample sample)
            throws InterruptedException {
        AtomicInteger lost = new AtomicInteger();
        Duration duration = Duration.ofNanos(Math.round(queries.size() * 1e9 / perSecond));
        SteadyLoad.run(perSecond, duration, (number, due) -> {
            try {
                arm.search(queries.get(number % queries.size()));
                sample.add(System.nanoTime() - due);
            } catch (BenchmarkException _) {
                lost.incrementAndGet();
            }
        });
        if (lost.get() > 0) {
            throw new BenchmarkException(lost + " searches at a steady rate failed");
        }
    }

    /** @return nanoseconds for all queries together */
    private static long busy(List<Query> queries, Arm arm, Sample sample) throws InterruptedException {
        long start = System.nanoTime();
        try (ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Callable<Boolean>> searches = new ArrayList<>();
            for (Query query : queries) {
                searches.add(() -> {
                    sample.add(arm.search(query));
                    return true;
                });
            }
            for (Future<Boolean> search : clients.invokeAll(searches)) {
                search.get();
            }
        } catch (ExecutionException e) {
            throw new BenchmarkException("a search failed: " + e.getCause(), e);
        }
        return System.nanoTime() - start;
    }
}
