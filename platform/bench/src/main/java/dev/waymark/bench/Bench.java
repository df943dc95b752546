package dev.waymark.bench;

import dev.waymark.stack.Part;
import dev.waymark.stack.PartStatus;
import dev.waymark.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The stack that is measured, and what is needed to ask it.
 *
 * @param folder of the whole benchmark, below {@code target}
 * @param plansPort where the gateway looks for plans: nothing listens there but what the section on proxying starts
 * @param together what each part had cost when all had become ready, having been started together
 */
record Bench(
        Options options,
        Stack stack,
        Http http,
        Engine engine,
        Directory directory,
        Path folder,
        int plansPort,
        List<Footprint> together)
        implements AutoCloseable {
    private static final long SEED = 20_261_125;

    Bench {
        together = List.copyOf(together);
    }

    static Bench start(Options options) throws IOException {
        Path folder = options.root().resolve("platform/bench/target/bench");
        Path state = folder.resolve("stack");
        if (!options.reuse()) {
            delete(state);
        }
        Files.createDirectories(state);
        int plansPort = freePort();
        Stack stack = Stack.start(
                state,
                EnumSet.allOf(Part.class),
                Map.of(
                        "BILLING_URL",
                        "http://127.0.0.1:" + plansPort,
                        Stack.SERVICE_JVM_OPTIONS,
                        options.allCompilers() ? "-XX:TieredStopAtLevel=4" : ""));
        try {
            if (stack.status(Part.MEILISEARCH).state() != PartStatus.State.UP) {
                throw new BenchmarkException("there is nothing to compare with: "
                        + stack.status(Part.MEILISEARCH).message());
            }
            Map<String, String> settings = stack.settings();
            Http http = new Http();
            Engine engine = new Engine(
                    http,
                    setting(settings, "SEARCH_URL"),
                    setting(settings, "SEARCH_KEY"),
                    setting(settings, "SITE") + "_organizations");
            Directory directory = new Directory(http, stack, setting(settings, "ORGANIZATION_URL"));
            return new Bench(options, stack, http, engine, directory, folder, plansPort, Footprint.ofAll(stack));
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** What the services were told, such as {@code IDENTITY_URL}. */
    String setting(String name) {
        return setting(stack.settings(), name);
    }

    private static String setting(Map<String, String> settings, String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new BenchmarkException("the stack has no setting " + name);
        }
        return value;
    }

    /** A new one each time: every section draws the same in every run, whichever others are run. */
    Random random() {
        return new Random(SEED);
    }

    Sizes sizes() {
        return options.sizes();
    }

    /** Imports the data unless it is there. */
    void ensureLoaded() throws InterruptedException {
        if (!engine.hasIndex(engine.live()) || engine.count(engine.live()) == 0) {
            System.err.println("loading " + options.data().getFileName());
            System.err.println(Loading.run(this).summary());
        }
        engine.awaitIdle();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Override
    public void close() {
        stack.close();
    }
}
