package dev.waymark.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param root the repository
 * @param sections names of what to measure; empty for all
 * @param data organisations to import, a file that {@code organization-service import} takes
 * @param write whether {@code docs/benchmarks.md} is to have the results
 * @param reuse whether the data of an earlier run is to be measured again, instead of being imported anew
 * @param allCompilers whether the services run with all compilers of the JVM, as on a server
 */
record Options(
        Path root, Set<String> sections, Path data, boolean write, boolean reuse, boolean allCompilers, Sizes sizes) {
    static final String USAGE = """
            usage: platform/bench/run [SECTION…] [--data FILE] [--write] [--reuse] [--all-compilers] [--quick]

              SECTION          import, spine, search, quality, proxy, logins, footprint; all without one
              --data FILE      organisations to import: ROR v2 or an export of a directory (default: ../shared/data/ror-orgs.ndjson.gz)
              --write          puts the results into docs/benchmarks.md; what is written there by hand stays
              --reuse          measures on the data of the run before; not for the section import
              --all-compilers  lets the services' JVMs use their second compiler (C2), as on a server; the local stack goes without
              --quick          small numbers, to see that everything runs
            """;
    private static final String REAL = "../shared/data/ror-orgs.ndjson.gz";
    private static final String SAMPLE = "organization-service/src/main/sample/organizations.ndjson";

    Options {
        sections = Set.copyOf(sections);
    }

    /** @throws BenchmarkException when they make no sense */
    static Options of(Path root, List<String> arguments, Set<String> known) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        Set<String> sections = new LinkedHashSet<>();
        String data = "";
        boolean write = false;
        boolean reuse = false;
        boolean allCompilers = false;
        Sizes sizes = Sizes.FULL;
        while (!rest.isEmpty()) {
            String argument = rest.removeFirst();
            switch (argument) {
                case "--write" -> write = true;
                case "--reuse" -> reuse = true;
                case "--all-compilers" -> allCompilers = true;
                case "--quick" -> sizes = Sizes.QUICK;
                case "--data" -> data = rest.isEmpty() ? "" : rest.removeFirst();
                default -> {
                    if (!known.contains(argument)) {
                        throw new BenchmarkException("there is no section " + argument + "\n" + USAGE);
                    }
                    sections.add(argument);
                }
            }
        }
        if (write && sizes == Sizes.QUICK) {
            throw new BenchmarkException("--quick measures too little to be written down");
        }
        if (reuse && (sections.isEmpty() || sections.contains("import"))) {
            throw new BenchmarkException("an import is measured without --reuse: name the other sections");
        }
        return new Options(root, sections, data(root, data), write, reuse, allCompilers, sizes);
    }

    private static Path data(Path root, String given) {
        if (!given.isEmpty()) {
            Path file = Path.of(given).toAbsolutePath().normalize();
            if (!Files.isReadable(file)) {
                throw new BenchmarkException("there is no file " + file + " that can be read");
            }
            return file;
        }
        Path real = root.resolve(REAL).normalize();
        if (Files.isReadable(real)) {
            return real;
        }
        Path sample = root.resolve(SAMPLE);
        System.err.println(REAL + " is not there: the sample is measured, which is too small to compare with a target. "
                + "Name a file with --data.");
        return sample;
    }

    boolean wants(String section) {
        return sections.isEmpty() || sections.contains(section);
    }
}
