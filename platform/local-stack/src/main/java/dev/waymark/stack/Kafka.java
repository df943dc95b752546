package dev.waymark.stack;

import dev.waymark.stack.machine.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/** A Kafka broker that is its own controller. */
final class Kafka {
    private Kafka() {}

    static Recipe recipe(StackFolder folder, StackSettings settings) throws IOException {
        Path data = folder.data(Part.KAFKA);
        Path log = data.resolve("log");
        Files.createDirectories(log);
        format(log.resolve("meta.properties"));
        int port = settings.port(Part.KAFKA);
        int controller = settings.port(StackSettings.KAFKA_CONTROLLER, 9093);
        Map<String, String> options = new LinkedHashMap<>();
        options.put("process.roles", "broker,controller");
        options.put("node.id", "1");
        options.put("controller.quorum.voters", "1@localhost:" + controller);
        options.put("listeners", "CLIENT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
        options.put("advertised.listeners", "CLIENT://localhost:" + port);
        options.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        options.put("inter.broker.listener.name", "CLIENT");
        options.put("controller.listener.names", "CONTROLLER");
        options.put("log.dirs", log.toString());
        options.put("auto.create.topics.enable", "false");
        options.put("offsets.topic.replication.factor", "1");
        options.put("offsets.topic.num.partitions", "8");
        options.put("transaction.state.log.replication.factor", "1");
        options.put("transaction.state.log.min.isr", "1");
        options.put("transaction.state.log.num.partitions", "8");
        options.put("share.coordinator.state.topic.replication.factor", "1");
        options.put("share.coordinator.state.topic.min.isr", "1");
        options.put("group.initial.rebalance.delay.ms", "0");
        options.put("controlled.shutdown.max.retries", "1");
        Path file = data.resolve("server.properties");
        KeyFile.replace(file, lines(options));
        List<String> command = KafkaJvm.command(folder, settings, Part.KAFKA, "kafka.Kafka", file);
        return Recipe.of(command, Map.of(), data, Probe.kafka(port)).alsoKnownBy(options.toString());
    }

    /** What {@code kafka-storage format} writes, without the two seconds of a JVM of its own. */
    private static void format(Path file) throws IOException {
        if (Files.notExists(file)) {
            Properties meta = new Properties();
            meta.setProperty("version", "1");
            meta.setProperty("cluster.id", "waymark-local-stack-01");
            meta.setProperty("node.id", "1");
            KeyFile.replace(
                    file,
                    lines(meta.stringPropertyNames().stream()
                            .collect(Collectors.toMap(name -> name, meta::getProperty))));
        }
    }

    static String lines(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
