package dev.waymark.stack;

import dev.waymark.stack.machine.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A Kafka Connect worker with Debezium; its connectors are registered by the services that own an outbox. */
final class Connect {
    private Connect() {}

    static Recipe recipe(StackFolder folder, StackSettings settings) throws IOException {
        Path data = folder.data(Part.CONNECT);
        Files.createDirectories(data);
        int port = settings.port(Part.CONNECT);
        String text = "org.apache.kafka.connect.storage.StringConverter";
        Map<String, String> options = new LinkedHashMap<>();
        options.put("bootstrap.servers", settings.value("KAFKA_BOOTSTRAP_SERVERS"));
        options.put("group.id", "connect");
        options.put("key.converter", text);
        options.put("value.converter", text);
        options.put("config.storage.topic", "connect-configs");
        options.put("offset.storage.topic", "connect-offsets");
        options.put("status.storage.topic", "connect-status");
        options.put("config.storage.replication.factor", "1");
        options.put("offset.storage.replication.factor", "1");
        options.put("status.storage.replication.factor", "1");
        options.put("offset.storage.partitions", "5");
        options.put("status.storage.partitions", "2");
        options.put("listeners", "http://127.0.0.1:" + port);
        options.put("rest.advertised.host.name", "localhost");
        options.put("plugin.path", folder.connectPlugins().toString());
        options.put("plugin.discovery", "service_load");
        options.put("connector.client.config.override.policy", "All");
        options.put("offset.flush.interval.ms", "1000");
        // A killed worker that comes back gets its tasks at once instead of after five minutes.
        options.put("scheduled.rebalance.max.delay.ms", "0");
        options.put("session.timeout.ms", "10000");
        options.put("heartbeat.interval.ms", "2000");
        Path file = data.resolve("worker.properties");
        KeyFile.replace(file, Kafka.lines(options));
        List<String> command = KafkaJvm.command(
                folder, settings, Part.CONNECT, "org.apache.kafka.connect.cli.ConnectDistributed", file);
        return Recipe.of(command, Map.of(), data, Probe.http(port, "/health")).alsoKnownBy(options.toString());
    }
}
