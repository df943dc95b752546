package dev.waymark.search.intake;

import dev.waymark.events.EventHeaders;
import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Place;
import dev.waymark.search.readmodel.ReceivedState;
import dev.waymark.search.readmodel.Spellings;
import dev.waymark.search.readmodel.Words;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads a record of the state topic, or says why it cannot be read. Members that this release does not know are no fault. */
final class RecordReader {
    private static final String SCHEMA_VERSION = "1";
    private static final JsonMapper json = JsonMapper.builder().build();

    private RecordReader() {}

    /** Its message is the reason. */
    private static final class UnreadableException extends Exception {
        UnreadableException(String reason) {
            super(reason);
        }
    }

    static Reading read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new Reading.Accepted(record, state(record));
        } catch (UnreadableException e) {
            return new Reading.Poison(record, String.valueOf(e.getMessage()));
        }
    }

    private static ReceivedState state(ConsumerRecord<byte[], byte[]> record) throws UnreadableException {
        UUID key = key(record);
        String schema = header(record, EventHeaders.SCHEMA_VERSION);
        if (!SCHEMA_VERSION.equals(schema)) {
            throw new UnreadableException(
                    schema == null
                            ? "the header schema_version is missing"
                            : "the schema version is not " + SCHEMA_VERSION);
        }
        String traceparent = header(record, EventHeaders.TRACEPARENT);
        if (record.value() == null) {
            return ReceivedState.tombstone(key, tombstoneVersion(record), traceparent);
        }
        String text = text(record.value());
        OrganizationState state = parse(text);
        if (!key.equals(state.id())) {
            throw new UnreadableException("the key is not the document's id");
        }
        check(state);
        Place place = state.places().isEmpty() ? null : state.places().getFirst();
        return new ReceivedState(
                state.id(),
                state.version(),
                hash(record.value()),
                state.deleted(),
                text,
                storable(state.name()),
                state.deleted() ? "" : storable(state.country()),
                state.deleted() ? "" : storable(state.status()),
                state.deleted() ? List.of() : state.kinds(),
                state.deleted() ? "" : Words.join(searched(state)),
                state.deleted() ? List.of() : Spellings.of(state),
                place == null || place.longitude() == null ? null : place.latitude(),
                place == null || place.latitude() == null ? null : place.longitude(),
                traceparent);
    }

    private static UUID key(ConsumerRecord<byte[], byte[]> record) throws UnreadableException {
        try {
            String text = record.key() == null ? "" : text(record.key());
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException _) {
            // Said below.
        }
        throw new UnreadableException("the key is not a UUID");
    }

    private static long tombstoneVersion(ConsumerRecord<byte[], byte[]> record) throws UnreadableException {
        String version = header(record, EventHeaders.AGGREGATE_VERSION);
        if (version == null || !version.matches("[1-9][0-9]{0,17}")) {
            throw new UnreadableException("a tombstone without a version in the header aggregate_version");
        }
        return Long.parseLong(version);
    }

    private static OrganizationState parse(String text) throws UnreadableException {
        try {
            OrganizationState state = json.readValue(text, OrganizationState.class);
            if (state == null) {
                throw new UnreadableException("the value is null in JSON");
            }
            return state;
        } catch (JacksonException e) {
            String path = e.getPathReference();
            throw new UnreadableException("the value is not an organisation in JSON: "
                    + e.getClass().getSimpleName() + (path.isEmpty() ? "" : " at " + path));
        }
    }

    /** The members that readers rely on; the parser leaves null where one is missing, whatever the record's types say. */
    private static void check(OrganizationState state) throws UnreadableException {
        List<String> missing = new ArrayList<>();
        require(missing, "slug", state.slug());
        require(missing, "name", state.name());
        if (state.version() < 1) {
            missing.add("version");
        }
        if (!state.deleted()) {
            require(missing, "status", state.status());
            require(missing, "country", state.country());
            require(missing, "names", state.names());
            require(missing, "kinds", state.kinds());
            require(missing, "places", state.places());
            require(missing, "domains", state.domains());
            require(missing, "identifiers", state.identifiers());
        }
        if (!missing.isEmpty()) {
            throw new UnreadableException("the document lacks " + String.join(", ", missing));
        }
    }

    private static void require(List<String> missing, String member, @Nullable Object value) {
        if (value == null || (value instanceof List<?> list && list.stream().anyMatch(Objects::isNull))) {
            missing.add(member);
        }
    }

    private static List<String> searched(OrganizationState state) {
        return Stream.of(
                        Stream.of(state.name()),
                        state.names().stream().map(OrganizationState.Name::value),
                        state.places().stream().flatMap(place -> Stream.of(place.city(), place.countryName())),
                        state.domains().stream(),
                        state.identifiers().stream().map(OrganizationState.Identifier::value))
                .flatMap(texts -> texts)
                .filter(Objects::nonNull)
                .toList();
    }

    /** PostgreSQL's text cannot hold the character NUL. */
    private static String storable(String text) {
        return text.replace("\0", "");
    }

    private static String text(byte[] bytes) throws UnreadableException {
        try {
            // Unlike the constructor of String, a decoder refuses what is not UTF-8.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new UnreadableException("the record contains the character NUL");
            }
            return text;
        } catch (CharacterCodingException _) {
            throw new UnreadableException("the record is not UTF-8");
        }
    }

    static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static String hash(byte[] payload) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(payload));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
