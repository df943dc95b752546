package dev.waymark.stack;

import dev.waymark.stack.machine.KeyFile;
import dev.waymark.stack.machine.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM that runs one of Kafka's servers. */
final class KafkaJvm {
    private KafkaJvm() {}

    /** @param main the class with the {@code main} method, which gets the configuration's name */
    static List<String> command(StackFolder folder, StackSettings settings, Part part, String main, Path configuration)
            throws IOException {
        List<String> options = new ArrayList<>();
        if (settings.lasting()) {
            options.addAll(ClassArchive.madeAtTheEnd(folder.apps().resolve(part.label() + ".jsa")));
        }
        options.add("-Dlog4j2.configurationFile=" + logging(folder.data(part)));
        options.add("-cp");
        options.add(classPath(folder.kafkaJars()));
        options.add(main);
        options.add(configuration.toString());
        return Programs.java("384m", options);
    }

    /** In one order always, because an archive of classes only fits the class path that it was made with. */
    private static String classPath(Path jars) throws IOException {
        try (Stream<Path> files = Files.list(jars)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .sorted()
                    .collect(Collectors.joining(":"));
        }
    }

    /** Kafka's servers write to standard output, where the stack collects it, and say no more than they must. */
    private static Path logging(Path folder) {
        Path file = folder.resolve("log4j2.properties");
        Map<String, String> options = new LinkedHashMap<>();
        options.put("rootLogger.level", "INFO");
        options.put("rootLogger.appenderRef.console.ref", "console");
        options.put("appender.console.type", "Console");
        options.put("appender.console.name", "console");
        options.put("appender.console.layout.type", "PatternLayout");
        options.put("appender.console.layout.pattern", "%d{ISO8601} %p %c{1} %m%n");
        // Each configuration is hundreds of lines long and is logged several times.
        options.put("logger.config.name", "org.apache.kafka.common.config");
        options.put("logger.config.level", "WARN");
        options.put("logger.clients.name", "org.apache.kafka.clients");
        options.put("logger.clients.level", "WARN");
        KeyFile.replace(file, Kafka.lines(options));
        return file;
    }
}
