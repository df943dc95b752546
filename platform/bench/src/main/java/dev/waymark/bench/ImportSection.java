package dev.waymark.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** An import, from the command to everything being searchable, beside a raw push of the same documents. */
final class ImportSection implements Section {
    private static final Target TARGET = new Target(4, "≤ 4 ×");
    private static final String WHAT = """
            `organization-service import` of all organisations into an empty directory, right after the stack was started: validation,
            revisions and outbox in PostgreSQL, Debezium, Kafka, the indexer's own table, Meilisearch. The time of the command counts
            from the start of its process. The baseline pushes the very documents that this left in the index (read back before, in
            memory as JSON) in batches of 10,000 into a fresh index with the same settings on the same Meilisearch, and ends when the
            last task is done; an index is deleted before the next is made.
            """;
    private static final String SECOND = "bench_raw";
    private static final int BATCH = 10_000;
    private static final int PAGE = 1000;

    @Override
    public String name() {
        return "import";
    }

    @Override
    public Result run(Bench bench) throws InterruptedException {
        Loading loading = Loading.run(bench);
        bench.engine().awaitIdle();
        List<String> batches = batches(bench.engine());
        Sample raw = new Sample();
        for (int push = 0; push < bench.sizes().rawPushes(); push++) {
            raw.add(push(bench.engine(), batches));
            System.err.println(
                    "import: raw push " + (push + 1) + " of " + bench.sizes().rawPushes());
        }
        double baseline = raw.percentiles().p50() / 1000;
        Table.Builder table =
                Table.of("measured", "documents", "seconds", "documents/s", "ratio to raw push", "target", "verdict");
        row(table, "import until all is on its topic", loading.documents(), loading.imported(), baseline, null);
        row(table, "import until all is in the index", loading.documents(), loading.indexed(), baseline, TARGET);
        row(table, "import, then `caught-up` has ended", loading.documents(), loading.caughtUp(), baseline, TARGET);
        row(
                table,
                "raw push (p50 of " + bench.sizes().rawPushes() + ")",
                loading.documents(),
                Duration.ofNanos((long) (baseline * 1e9)),
                baseline,
                null);
        return new Result(
                "Import",
                WHAT,
                table.build(),
                List.of(
                        "Data: `" + bench.options().data().getFileName() + "`; the command said “" + loading.summary()
                                + "”.",
                        "`caught-up` is another process, whose start counts as well.",
                        "The slowest raw push took "
                                + Table.number(raw.percentiles().max() / 1000) + " s."));
    }

    private static void row(
            Table.Builder table,
            String what,
            long documents,
            Duration time,
            double baseline,
            @org.jspecify.annotations.Nullable Target target) {
        double seconds = time.toNanos() / 1e9;
        table.row(
                what,
                String.format(java.util.Locale.ROOT, "%,d", documents),
                Table.number(seconds),
                Table.number(documents / seconds),
                Table.ratio(seconds / baseline),
                target == null ? "" : target.text(),
                target == null ? "" : target.judge(seconds / baseline));
    }

    /** All documents of the live index as JSON arrays. */
    private static List<String> batches(Engine engine) throws InterruptedException {
        List<String> batches = new ArrayList<>();
        long count = engine.count(engine.live());
        StringJoiner batch = batch();
        int inBatch = 0;
        for (int offset = 0; offset < count; offset += PAGE) {
            for (JsonNode document : engine.page(List.of(), offset, PAGE)) {
                batch.add(document.toString());
                inBatch++;
            }
            if (inBatch >= BATCH) {
                batches.add(batch.toString());
                batch = batch();
                inBatch = 0;
            }
        }
        if (inBatch > 0) {
            batches.add(batch.toString());
        }
        return batches;
    }

    private static StringJoiner batch() {
        return new StringJoiner(",", "[", "]");
    }

    /** @return nanoseconds */
    private static long push(Engine engine, List<String> batches) throws InterruptedException {
        if (engine.hasIndex(SECOND)) {
            engine.delete(SECOND);
        }
        engine.createLikeLive(SECOND);
        long start = System.nanoTime();
        List<JsonNode> tasks = new ArrayList<>();
        for (String batch : batches) {
            tasks.add(engine.replaceDocuments(SECOND, batch));
        }
        for (JsonNode task : tasks) {
            engine.await(task);
        }
        long took = System.nanoTime() - start;
        long count = engine.count(SECOND);
        if (count != engine.count(engine.live())) {
            throw new BenchmarkException("the raw push left " + count + " documents");
        }
        engine.delete(SECOND);
        return took;
    }
}
