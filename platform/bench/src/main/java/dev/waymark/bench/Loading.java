package dev.waymark.bench;

import dev.waymark.stack.CommandResult;
import dev.waymark.stack.Part;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an import went.
 *
 * @param summary what the command said
 * @param imported until the command ended, everything being on its topic
 * @param indexed until the search engine had every document
 * @param caughtUp until {@code search-indexer caught-up} had ended
 */
record Loading(String summary, long documents, Duration imported, Duration indexed, Duration caughtUp) {
    private static final Pattern NEW = Pattern.compile("([0-9,]+) new");
    private static final Duration LONGEST = Duration.ofMinutes(20);
    private static final Duration POLL = Duration.ofMillis(20);

    /** @throws BenchmarkException when it fails, or when there are documents already */
    static Loading run(Bench bench) throws InterruptedException {
        Engine engine = bench.engine();
        await("the search index to be made", () -> engine.hasIndex(engine.live()));
        if (engine.count(engine.live()) > 0) {
            throw new BenchmarkException("there are organisations already");
        }
        long start = System.nanoTime();
        CommandResult result = bench.stack()
                .run(Part.ORGANIZATION, "import", bench.options().data().toString());
        Duration imported = since(start);
        Matcher matcher = NEW.matcher(result.output());
        if (result.exit() != 0 || !matcher.find()) {
            throw new BenchmarkException("the import failed: " + result.output() + result.errors());
        }
        long documents = Long.parseLong(matcher.group(1).replace(",", ""));
        await("all documents to be in the index", () -> engine.count(engine.live()) >= documents);
        Duration indexed = since(start);
        CommandResult caughtUp = bench.stack().run(Part.SEARCH_INDEXER, "caught-up");
        if (caughtUp.exit() != 0) {
            throw new BenchmarkException("the indexer did not catch up: " + caughtUp.errors());
        }
        return new Loading(result.output().strip(), documents, imported, indexed, since(start));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private static void await(String what, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new BenchmarkException("waited too long for " + what);
            }
            Thread.sleep(POLL);
        }
    }
}
