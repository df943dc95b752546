package dev.waymark.platform.outbox;

import dev.waymark.platform.settings.Site;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.env.Environment;

/** The Debezium connector of one outbox: its name, its topics and its configuration. */
record OutboxConnector(String name, String heartbeatTopic, Map<String, String> configuration) {

    /** @param owner the service's short name, such as {@code organization} */
    static OutboxConnector of(Site site, String owner, Environment environment) {
        URI database = URI.create(environment.getRequiredProperty("DATABASE_URL"));
        String[] login = database.getUserInfo().split(":", 2);
        String address = environment.getProperty("CONNECT_DATABASE_ADDRESS", "").strip();
        String host = address.isEmpty() ? database.getHost() : address.split(":", 2)[0];
        String port = address.isEmpty()
                ? String.valueOf(database.getPort() < 0 ? 5432 : database.getPort())
                : address.split(":", 2)[1];
        // Debezium's metrics are named by this prefix, and a worker serves several sites.
        String prefix = site.database(owner);
        String heartbeats = site.topic("heartbeat");

        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.put("tasks.max", "1");
        settings.put("database.hostname", host);
        settings.put("database.port", port);
        settings.put("database.user", login[0]);
        settings.put("database.password", login[1]);
        settings.put("database.dbname", site.database(owner));
        settings.put("topic.prefix", prefix);
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", site.slot(owner));
        settings.put("publication.name", "outbox");
        settings.put("publication.autocreate.mode", "disabled");
        settings.put("table.include.list", "public.outbox,public.outbox_heartbeat");
        settings.put("tombstones.on.delete", "false");
        // The slot is made by the service before the first change: there is nothing to read but the WAL, and a lost
        // slot must be loud.
        settings.put("snapshot.mode", "no_data");
        settings.put("offset.mismatch.strategy", "trust_offset");
        settings.put("poll.interval.ms", "10");
        settings.put("max.batch.size", "512");
        settings.put("max.queue.size", "2048");
        settings.put("heartbeat.interval.ms", "1000");
        settings.put("topic.heartbeat.prefix", heartbeats);
        settings.put(
                "heartbeat.action.query",
                "insert into outbox_heartbeat (id, beat_at) values (1, now())"
                        + " on conflict (id) do update set beat_at = excluded.beat_at");
        settings.put("errors.max.retries", "-1");
        settings.put("retriable.restart.connector.wait.ms", "2000");
        settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("header.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("producer.override.linger.ms", "2");
        settings.put("producer.override.compression.type", "lz4");

        settings.put("predicates", "isOutbox,isHeartbeatRow");
        settings.put("predicates.isOutbox.type", "org.apache.kafka.connect.transforms.predicates.TopicNameMatches");
        settings.put("predicates.isOutbox.pattern", prefix + "\\.public\\.outbox");
        settings.put(
                "predicates.isHeartbeatRow.type", "org.apache.kafka.connect.transforms.predicates.TopicNameMatches");
        settings.put("predicates.isHeartbeatRow.pattern", prefix + "\\.public\\.outbox_heartbeat");
        settings.put("transforms", "drop,outbox");
        settings.put("transforms.drop.type", "org.apache.kafka.connect.transforms.Filter");
        settings.put("transforms.drop.predicate", "isHeartbeatRow");
        settings.put("transforms.outbox.type", "io.debezium.transforms.outbox.EventRouter");
        settings.put("transforms.outbox.predicate", "isOutbox");
        settings.put("transforms.outbox.table.field.event.id", "id");
        settings.put("transforms.outbox.table.field.event.key", "key");
        settings.put("transforms.outbox.table.field.event.payload", "payload");
        settings.put("transforms.outbox.route.by.field", "topic");
        settings.put("transforms.outbox.route.topic.regex", "(.*)");
        settings.put("transforms.outbox.route.topic.replacement", site.topic("$1"));
        settings.put("transforms.outbox.route.tombstone.on.empty.payload", "true");
        settings.put(
                "transforms.outbox.table.fields.additional.placement",
                "type:header:type,schema_version:header:schema_version,aggregate_version:header:aggregate_version,"
                        + "traceparent:header:traceparent");
        return new OutboxConnector(site.connector(owner), heartbeats + "." + prefix, Map.copyOf(settings));
    }
}
