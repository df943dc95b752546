package dev.waymark.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Starts a stack of its own, measures it section by section, prints tables, and writes them down if asked to. */
public final class Benchmark {
    private static final int MISSED = 1;
    private static final int BROKEN = 2;

    private Benchmark() {}

    /** In the order in which they are run: an import needs an empty directory, and the footprint is that after all the work. */
    private static List<Section> sections() {
        People people = new People();
        PasswordLoginSection passwords = new PasswordLoginSection(people);
        return List.of(
                new ImportSection(),
                new SpineIdleSection(),
                new SpineLoadSection(),
                new SearchSection(),
                new QualitySection(),
                new ProxySection(),
                passwords,
                new CodeLoginSection(people),
                new EnumerationSection(people),
                new RefreshSection(people),
                new LoginFloodSection(passwords),
                new FootprintSection());
    }

    /** Exits with 0 when every target is met, 1 when one is missed, 2 when something could not be measured. */
    public static void main(String[] arguments) throws Exception {
        List<String> given = List.of(arguments);
        if (given.contains("--help")) {
            System.out.print(Options.USAGE);
            return;
        }
        int exit;
        try {
            Path root = Path.of(System.getProperty("waymark.root", "")).toAbsolutePath();
            exit = run(Options.of(
                    root, given, sections().stream().map(Section::name).collect(Collectors.toSet())));
        } catch (BenchmarkException e) {
            System.err.println(e.getMessage());
            exit = BROKEN;
        }
        System.exit(exit);
    }

    private static int run(Options options) throws IOException, InterruptedException {
        String load = Machine.load();
        Map<String, String> texts = new LinkedHashMap<>();
        int exit = 0;
        System.err.println("starting the stack");
        try (Bench bench = Bench.start(options)) {
            String machine = Machine.describe(bench, load);
            for (Section section : sections()) {
                if (options.wants(section.name())) {
                    exit = Math.max(exit, run(section, bench, machine, texts));
                }
            }
        }
        if (options.write()) {
            Path file = options.root().resolve("docs/benchmarks.md");
            Document.write(file, texts);
            System.err.println("written to " + file);
        }
        return exit;
    }

    /** A section that cannot be measured does not keep the others from being. */
    private static int run(Section section, Bench bench, String machine, Map<String, String> texts)
            throws IOException, InterruptedException {
        System.err.println("measuring " + section.name());
        try {
            Result result = section.run(bench);
            String text = result.markdown(machine);
            System.out.println(text);
            texts.put(result.title(), text);
            return result.hasFailed() ? MISSED : 0;
        } catch (BenchmarkException e) {
            System.out.println("The section " + section.name() + " was not measured: " + e.getMessage() + "\n");
            return BROKEN;
        }
    }
}
