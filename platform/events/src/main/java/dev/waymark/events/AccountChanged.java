package dev.waymark.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an account; the record's type header says what, such as {@code account.registered} or
 * {@code account.sessions_ended}.
 *
 * @param id the account
 * @param version its version after the change
 * @param factor the kind of factor that was added or removed; null for other types
 * @param sessions the sessions that ended, as {@code sid} names them in ID tokens; empty for other types
 * @param occurredAt when the change was committed, UTC, to the microsecond
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccountChanged(
        UUID id, long version, @Nullable String factor, List<UUID> sessions, Instant occurredAt) {
    public AccountChanged {
        sessions = List.copyOf(sessions);
    }
}
