package dev.waymark.bench;

import dev.waymark.bench.Directory.Edit;
import dev.waymark.bench.Directory.Moments;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One change at a time, from its commit to its being searchable, beside Meilisearch's own time for the same document. */
final class SpineIdleSection implements Section {
    private static final Target TARGET_P50 = new Target(1.5, "≤ 1.5 ×");
    private static final Target TARGET_P95 = new Target(1.7, "≤ 1.7 ×");
    private static final String WHAT = """
            One edit at a time: `PUT` on organization-service gives an organisation a new alias in the place of the last one; then the
            document in Meilisearch is read every 2 ms, by id, until it has the edit's version. The baseline gives the document of the
            same organisation in the same index such an alias with one request to Meilisearch, and reads it in the same way until it
            has the mark. Both are done for each organisation, in random order, each when Meilisearch has come to rest and a random
            pause of 50 to 100 ms is over. *Acknowledged* is the moment when the answer arrives: that of the `PUT`, which is sent after
            the commit, or that of Meilisearch, which is sent when the task is in its queue. *Sent* is the moment before the request
            is sent; so the commit itself lies between the two rows.
            """;
    private static final int CHECK_EVERY = 10;

    private final Sample spineAcknowledged = new Sample();
    private final Sample spineSent = new Sample();
    private final Sample engineAcknowledged = new Sample();
    private final Sample engineSent = new Sample();
    private final Sample puts = new Sample();
    private int checked;
    private int found;

    @Override
    public String name() {
        return "spine";
    }

    @Override
    public Result run(Bench bench) throws InterruptedException {
        bench.ensureLoaded();
        Random random = bench.random();
        Words words = new Words(random);
        List<String> ids = bench.engine().ids();
        Collections.sort(ids);
        Collections.shuffle(ids, random);
        int edits = bench.sizes().edits();
        for (int number = -bench.sizes().warmUp(); number < edits; number++) {
            bench.directory().renewToken();
            String id = ids.get(Math.floorMod(number, ids.size()));
            boolean measured = number >= 0;
            boolean spineFirst = random.nextBoolean();
            if (spineFirst) {
                spine(bench, id, words.next(), random, measured);
            }
            baseline(bench, id, words.next(), random, measured);
            if (!spineFirst) {
                spine(bench, id, words.next(), random, measured);
            }
            if (measured && number % 50 == 49) {
                System.err.println("spine: " + (number + 1) + " of " + edits + " edits");
            }
        }
        return result(ids.size());
    }

    private void spine(Bench bench, String id, String word, Random random, boolean measured)
            throws InterruptedException {
        Edit edit = bench.directory().edit(id, word);
        rest(bench, random);
        Moments moments = bench.directory().send(edit);
        long seen = bench.engine().awaitSeen(id, stamp -> stamp.path("version").asLong(0) > edit.version());
        if (measured) {
            spineAcknowledged.add(seen - moments.answered());
            spineSent.add(seen - moments.sent());
            puts.add(moments.answered() - moments.sent());
            check(bench, id, word);
        }
    }

    /** The witness is a read by id: now and then a search must confirm it at once. */
    private void check(Bench bench, String id, String word) throws InterruptedException {
        if (puts.percentiles().n() % CHECK_EVERY == 0) {
            checked++;
            found += bench.engine().search(word).contains(id) ? 1 : 0;
        }
    }

    private void baseline(Bench bench, String id, String word, Random random, boolean measured)
            throws InterruptedException {
        ObjectNode document = (ObjectNode) bench.engine().document(id);
        ArrayNode aliases = Http.JSON.createArrayNode();
        document.path("aliases").forEach(alias -> {
            if (!Words.isOne(alias.asString(""))) {
                aliases.add(alias);
            }
        });
        document.set("aliases", aliases.add(word));
        document.put("hash", word);
        String body = "[" + document + "]";
        rest(bench, random);
        long sent = System.nanoTime();
        bench.engine().replaceDocuments(bench.engine().live(), body);
        long acknowledged = System.nanoTime();
        long seen = bench.engine()
                .awaitSeen(id, stamp -> stamp.path("hash").asString("").equals(word));
        if (measured) {
            engineAcknowledged.add(seen - acknowledged);
            engineSent.add(seen - sent);
        }
    }

    /** The pause lets the indexer write down that it is done, which nobody outside can see. */
    private static void rest(Bench bench, Random random) throws InterruptedException {
        bench.engine().awaitIdle();
        Thread.sleep(Duration.ofMillis(50L + random.nextInt(51)));
    }

    private Result result(int organisations) {
        Table.Builder table = Table.of(
                "measured",
                "n each",
                "Waymark p50 ms",
                "Waymark p95 ms",
                "Meilisearch p50 ms",
                "Meilisearch p95 ms",
                "ratio p50",
                "verdict p50",
                "ratio p95",
                "verdict p95");
        row(table, "acknowledged → searchable", spineAcknowledged, engineAcknowledged, true);
        row(table, "sent → searchable", spineSent, engineSent, false);
        Percentiles put = puts.percentiles();
        return new Result(
                "Commit to searchable, idle",
                WHAT,
                table.build(),
                List.of(
                        "Targets: " + TARGET_P50.text() + " at p50, " + TARGET_P95.text() + " at p95, from the commit.",
                        String.format(
                                java.util.Locale.ROOT,
                                "%,d organisations were in the index; the `PUT` itself took p50 %s ms, p95 %s ms.",
                                organisations,
                                Table.number(put.p50()),
                                Table.number(put.p95())),
                        "Each " + CHECK_EVERY + "th edit was also searched for by its new word, at once: found " + found
                                + " of " + checked + " times."));
    }

    private static void row(Table.Builder table, String what, Sample waymark, Sample engine, boolean judged) {
        Percentiles ours = waymark.percentiles();
        Percentiles theirs = engine.percentiles();
        double p50 = ours.p50() / theirs.p50();
        double p95 = ours.p95() / theirs.p95();
        table.row(
                what,
                String.valueOf(ours.n()),
                Table.number(ours.p50()),
                Table.number(ours.p95()),
                Table.number(theirs.p50()),
                Table.number(theirs.p95()),
                Table.ratio(p50),
                judged ? TARGET_P50.judge(p50) : "",
                Table.ratio(p95),
                judged ? TARGET_P95.judge(p95) : "");
    }
}
