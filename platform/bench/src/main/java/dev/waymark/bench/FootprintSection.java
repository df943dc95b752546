package dev.waymark.bench;

import dev.waymark.stack.Part;
import dev.waymark.stack.PartStatus;
import dev.waymark.stack.Stack;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Memory, processor time and start time of each part. */
final class FootprintSection implements Section {
    private static final String WHAT = """
            *Together* is the start of the whole stack with nothing there yet (databases, topics and indexes are made): seconds until a
            part was ready, counted from the start of its own process, and the processor time that it had used when all were. *Now* is
            after the sections that were run before this one. *Alone* is a service that is stopped and started again while the others
            run. Memory is RSS and, with shared pages divided among those who share them, PSS; both count pages of files that are
            mapped, as Meilisearch maps its index. The services run as developers run them: `-XX:TieredStopAtLevel=1`, the serial
            collector, a small heap, no AOT cache.
            """;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Override
    public String name() {
        return "footprint";
    }

    @Override
    public Result run(Bench bench) throws InterruptedException {
        Map<Part, Footprint> now = new EnumMap<>(Part.class);
        Footprint.ofAll(bench.stack()).forEach(part -> now.put(part.part(), part));
        Table.Builder table = Table.of(
                "part",
                "together: ready s",
                "together: CPU s",
                "together: PSS MiB",
                "now: CPU s",
                "now: PSS MiB",
                "now: RSS MiB",
                "alone: ready s",
                "alone: CPU s");
        long pss = 0;
        long rss = 0;
        for (Footprint together : bench.together()) {
            Footprint later = now.getOrDefault(together.part(), together);
            pss += later.pssBytes();
            rss += later.rssBytes();
            Footprint alone = together.part().isService() ? restart(bench.stack(), together.part()) : null;
            table.row(
                    together.part().label(),
                    Table.number(together.startSeconds()),
                    Table.number(together.cpuSeconds()),
                    Footprint.mebibytes(together.pssBytes()),
                    Table.number(later.cpuSeconds()),
                    Footprint.mebibytes(later.pssBytes()),
                    Footprint.mebibytes(later.rssBytes()),
                    alone == null ? "" : Table.number(alone.startSeconds()),
                    alone == null ? "" : Table.number(alone.cpuSeconds()));
        }
        return new Result(
                "Memory, processor and start time",
                WHAT,
                table.build(),
                List.of("All parts together: " + Footprint.mebibytes(pss) + " MiB PSS, " + Footprint.mebibytes(rss)
                        + " MiB RSS."));
    }

    private static Footprint restart(Stack stack, Part part) throws InterruptedException {
        System.err.println("footprint: starting " + part.label() + " again");
        int before = stack.status(part).starts();
        stack.stop(part);
        stack.start(part);
        long end = System.nanoTime() + LIMIT.toNanos();
        PartStatus status = stack.status(part);
        while (status.starts() == before || status.state() != PartStatus.State.UP) {
            if (System.nanoTime() > end) {
                throw new BenchmarkException(part.label() + " is not ready again: " + status.message());
            }
            Thread.sleep(Duration.ofMillis(20));
            status = stack.status(part);
        }
        return Footprint.of(status);
    }
}
