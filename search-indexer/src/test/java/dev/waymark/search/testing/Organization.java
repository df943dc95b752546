package dev.waymark.search.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.waymark.events.EventHeaders;
import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Identifier;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import dev.waymark.events.Topics;
import dev.waymark.testing.EventContract;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An organisation as the state topic tells of it, record by record. */
public record Organization(
        UUID id,
        String name,
        List<String> aliases,
        String country,
        @Nullable String city,
        List<String> kinds,
        String status,
        List<Identifier> identifiers,
        double latitude,
        double longitude) {
    private static final JsonMapper json = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    public static Organization named(String name) {
        return withId(UUID.randomUUID(), name);
    }

    public static Organization withId(UUID id, String name) {
        return new Organization(
                id, name, List.of(), "DE", "Berlin", List.of("education"), "active", List.of(), 52.5, 13.4);
    }

    public Organization renamed(String other) {
        return new Organization(id, other, aliases, country, city, kinds, status, identifiers, latitude, longitude);
    }

    public Organization alias(String alias) {
        List<String> all = new ArrayList<>(aliases);
        all.add(alias);
        return new Organization(id, name, all, country, city, kinds, status, identifiers, latitude, longitude);
    }

    public Organization in(String otherCountry, String otherCity) {
        return new Organization(
                id, name, aliases, otherCountry, otherCity, kinds, status, identifiers, latitude, longitude);
    }

    public Organization kind(String... others) {
        return new Organization(
                id, name, aliases, country, city, List.of(others), status, identifiers, latitude, longitude);
    }

    public Organization status(String other) {
        return new Organization(id, name, aliases, country, city, kinds, other, identifiers, latitude, longitude);
    }

    public Organization identifier(String scheme, String value) {
        return new Organization(
                id,
                name,
                aliases,
                country,
                city,
                kinds,
                status,
                List.of(new Identifier(scheme, value, true)),
                latitude,
                longitude);
    }

    /** In degrees. */
    public Organization at(double otherLatitude, double otherLongitude) {
        return new Organization(
                id, name, aliases, country, city, kinds, status, identifiers, otherLatitude, otherLongitude);
    }

    public String slug() {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private OrganizationState state(long version, boolean deleted) {
        List<Name> names = new ArrayList<>();
        names.add(new Name(name, "en", List.of("label")));
        aliases.forEach(alias -> names.add(new Name(alias, null, List.of("alias"))));
        return new OrganizationState(
                id,
                version,
                deleted,
                slug(),
                name,
                deleted ? List.of() : names,
                status,
                kinds,
                country,
                null,
                deleted ? List.of() : List.of(new Place(country, null, null, null, city, latitude, longitude, null)),
                List.of(),
                List.of(),
                deleted ? List.of() : identifiers,
                List.of(),
                TIME,
                TIME);
    }

    public String document(long version) {
        return json.writeValueAsString(state(version, false));
    }

    public String deletionDocument(long version) {
        return json.writeValueAsString(state(version, true));
    }

    /** The record that tells of this state. */
    public ConsumerRecord<byte[], byte[]> record(long version) {
        return asTheContractSays(document(version), version, null);
    }

    public ConsumerRecord<byte[], byte[]> record(long version, String traceparent) {
        return asTheContractSays(document(version), version, traceparent);
    }

    public ConsumerRecord<byte[], byte[]> deletion(long version) {
        return asTheContractSays(deletionDocument(version), version, null);
    }

    public ConsumerRecord<byte[], byte[]> tombstone(long version) {
        return asTheContractSays(null, version, null);
    }

    /** What these tests send is what the producer is bound to send. */
    private ConsumerRecord<byte[], byte[]> asTheContractSays(
            @Nullable String value, long version, @Nullable String traceparent) {
        ConsumerRecord<byte[], byte[]> record = record(id.toString(), value, version, traceparent);
        Map<String, @Nullable String> headers = new HashMap<>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        assertThat(EventContract.complaints(Topics.ORGANIZATION_STATE, id.toString(), headers, value))
                .isEmpty();
        return record;
    }

    public static ConsumerRecord<byte[], byte[]> record(
            @Nullable String key, @Nullable String value, long version, @Nullable String traceparent) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventHeaders.ID, bytes(UUID.randomUUID().toString()));
        headers.add(EventHeaders.TYPE, bytes(Topics.ORGANIZATION_STATE));
        headers.add(EventHeaders.SCHEMA_VERSION, bytes("1"));
        headers.add(EventHeaders.AGGREGATE_VERSION, bytes(String.valueOf(version)));
        if (traceparent != null) {
            headers.add(EventHeaders.TRACEPARENT, bytes(traceparent));
        }
        return new ConsumerRecord<>(
                "test.organization.state",
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : bytes(key),
                value == null ? null : bytes(value),
                headers,
                Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
