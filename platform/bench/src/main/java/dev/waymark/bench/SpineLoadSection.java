package dev.waymark.bench;

import dev.waymark.bench.Directory.Edit;
import dev.waymark.bench.Directory.Moments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Changes at a steady rate, whether or not the ones before are done. */
final class SpineLoadSection implements Section {
    private static final Target TARGET = new Target(1500, "≤ 1,500 ms");
    private static final String WHAT = """
            Edits of different organisations are sent at a steady rate, each at its own moment and over its own connection if need be,
            whether or not those before are answered. What has become searchable is read from Meilisearch every 10 ms, all edits that
            are not yet seen in one request. *Due* is the moment at which the edit should have been sent: what waits for a late sender
            counts there.
            """;
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration LATEST = Duration.ofSeconds(60);
    private static final int AT_ONCE = 500;

    private final Sample fromAnswer = new Sample();
    private final Sample fromDue = new Sample();
    private final Sample puts = new Sample();
    private final AtomicInteger refused = new AtomicInteger();
    /** Not yet seen in the engine, by organisation. */
    private final Map<String, Change> unseen = new ConcurrentHashMap<>();

    private record Change(long version, long due, long answered) {}

    @Override
    public String name() {
        return "spine";
    }

    @Override
    public Result run(Bench bench) throws InterruptedException {
        bench.ensureLoaded();
        List<Edit> edits = edits(bench);
        bench.directory().renewToken();
        bench.engine().awaitIdle();
        long begin = System.nanoTime();
        long lastSent;
        Thread observer = Thread.ofPlatform().name("observer").daemon().start(() -> observe(bench.engine()));
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            long gap = TimeUnit.SECONDS.toNanos(1) / bench.sizes().rate();
            for (int number = 0; number < edits.size(); number++) {
                Edit edit = edits.get(number);
                long due = begin + number * gap;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                senders.execute(() -> send(bench.directory(), edit, due));
            }
            lastSent = System.nanoTime();
        }
        long end = System.nanoTime() + LATEST.toNanos();
        while (!unseen.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(POLL);
        }
        observer.interrupt();
        observer.join();
        return result(edits.size(), (lastSent - begin) / 1e9);
    }

    /** Every organisation is changed at most once, so that no edit waits for the version of another. */
    private static List<Edit> edits(Bench bench) throws InterruptedException {
        Random random = bench.random();
        Words words = new Words(random);
        List<String> ids = bench.engine().ids();
        Collections.sort(ids);
        Collections.shuffle(ids, random);
        int wanted = (int) (bench.sizes().rate() * bench.sizes().load().toMillis() / 1000);
        List<Edit> edits = new ArrayList<>();
        for (String id : ids.subList(0, Math.min(wanted, ids.size()))) {
            edits.add(bench.directory().edit(id, words.next()));
        }
        return edits;
    }

    private void send(Directory directory, Edit edit, long due) {
        try {
            Moments moments = directory.send(edit);
            puts.add(moments.answered() - moments.sent());
            unseen.put(edit.id(), new Change(edit.version() + 1, due, moments.answered()));
        } catch (BenchmarkException e) {
            if (refused.getAndIncrement() == 0) {
                System.err.println("spine under load: " + e.getMessage());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void observe(Engine engine) {
        try {
            while (true) {
                List<String> ids = List.copyOf(unseen.keySet());
                for (int from = 0; from < ids.size(); from += AT_ONCE) {
                    Map<String, Long> versions =
                            engine.versions(ids.subList(from, Math.min(ids.size(), from + AT_ONCE)));
                    note(versions, System.nanoTime());
                }
                Thread.sleep(POLL);
            }
        } catch (InterruptedException _) {
            // All is seen.
        }
    }

    private void note(Map<String, Long> versions, long now) {
        versions.forEach((id, version) -> {
            Change change = unseen.get(id);
            if (change != null && version >= change.version()) {
                fromAnswer.add(now - change.answered());
                fromDue.add(now - change.due());
                unseen.remove(id);
            }
        });
    }

    private Result result(int edits, double seconds) {
        int lost = unseen.size() + refused.get();
        Table.Builder table = Table.of("measured", "n", "p50 ms", "p95 ms", "p99 ms", "max ms", "target", "verdict");
        row(table, "acknowledged → searchable", fromAnswer.percentiles(), "p95 " + TARGET.text(), lost);
        row(table, "due → searchable", fromDue.percentiles(), "", lost);
        row(table, "`PUT` sent → acknowledged", puts.percentiles(), "", lost);
        return new Result(
                "Commit to searchable, under load",
                WHAT,
                table.build(),
                List.of(
                        String.format(
                                java.util.Locale.ROOT,
                                "%,d edits were sent in %.1f s, %.1f a second.",
                                edits,
                                seconds,
                                edits / seconds),
                        refused.get() + " were refused, " + unseen.size() + " were not searchable a minute later"
                                + (lost > 0 ? ": that fails the target." : ".")));
    }

    private static void row(Table.Builder table, String what, Percentiles found, String target, int lost) {
        String verdict = lost > 0 ? Target.FAIL : TARGET.judge(found.p95());
        table.row(
                what,
                String.valueOf(found.n()),
                Table.number(found.p50()),
                Table.number(found.p95()),
                Table.number(found.p99()),
                Table.number(found.max()),
                target,
                target.isEmpty() ? "" : verdict);
    }
}
