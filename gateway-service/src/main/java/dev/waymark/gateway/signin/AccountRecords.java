package dev.waymark.gateway.signin;

import dev.waymark.events.AccountChanged;
import dev.waymark.events.AccountState;
import dev.waymark.events.EventHeaders;
import dev.waymark.events.Topics;
import dev.waymark.platform.cache.CacheAwayException;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ends sessions as identity-service tells: those that an event lists, and all of an account that is disabled or gone. What comes again,
 * or late, ends nothing else. A record that cannot be followed is passed over, so that it stops no other.
 */
@Component
@ConditionalOnWebApplication
class AccountRecords implements MessageListener<byte[], byte[]> {
    private static final Logger log = LoggerFactory.getLogger(AccountRecords.class);
    private static final String SESSIONS_ENDED = "account.sessions_ended";
    private static final String STATE = Topics.ACCOUNT_STATE;
    private static final String SCHEMA_VERSION = "1";

    private static final JsonMapper json = JsonMapper.builder().build();
    /** A state in which something is missing must not pass for one that says "disabled". */
    private static final JsonMapper states = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final Sessions sessions;
    private final MeterRegistry meters;

    AccountRecords(Sessions sessions, MeterRegistry meters) {
        this.sessions = sessions;
        this.meters = meters;
    }

    /** @throws CacheAwayException when the record has to come again */
    @Override
    public void onMessage(ConsumerRecord<byte[], byte[]> record) {
        String type = header(record, EventHeaders.TYPE);
        if (!SESSIONS_ENDED.equals(type) && !STATE.equals(type)) {
            return;
        }
        try {
            if (!SCHEMA_VERSION.equals(header(record, EventHeaders.SCHEMA_VERSION))) {
                throw new IllegalArgumentException("another schema version");
            }
            if (SESSIONS_ENDED.equals(type)) {
                ended(record);
            } else {
                state(record);
            }
        } catch (CacheAwayException e) {
            throw e;
        } catch (RuntimeException e) {
            // Whatever is wrong with it would be so each time that it came again, and would stop all others.
            meters.counter("waymark.account.records.unreadable").increment();
            log.error(
                    "passed over a record that cannot be followed: {} at {}-{} offset {}",
                    e.getClass().getSimpleName(),
                    record.topic(),
                    record.partition(),
                    record.offset());
        }
    }

    private void ended(ConsumerRecord<byte[], byte[]> record) {
        AccountChanged event = required(json.readValue(value(record), AccountChanged.class));
        required(event.id());
        sessions.end(event.id(), event.sessions());
    }

    private void state(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            // The last document of an account that is gone has been compacted away: accounts do not come back.
            sessions.forget(UUID.fromString(new String(required(record.key()), StandardCharsets.UTF_8)));
            return;
        }
        AccountState state = required(states.readValue(value(record), AccountState.class));
        required(state.id());
        if (state.deleted() || !state.enabled()) {
            sessions.endAll(state.id(), required(state.updatedAt()));
        }
    }

    private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
        return required(record.value());
    }

    /** The parser leaves null where a member is missing, whatever the types say. */
    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("something is missing");
        }
        return value;
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
