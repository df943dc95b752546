package dev.waymark.identity.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an account.
 *
 * @param type the event, such as {@code signed_in}
 * @param actor {@code person}, {@code staff}, {@code operator} or {@code system}
 * @param actorId who acted, when that is not the account itself; null otherwise
 * @param address the IP address; null when there was no browser
 * @param userAgent null when there was no browser
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditEntry(
        UUID id,
        Instant at,
        UUID account,
        String type,
        String actor,
        @Nullable UUID actorId,
        @Nullable String address,
        @Nullable String userAgent,
        Map<String, String> details) {
    public AuditEntry {
        details = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
    }
}
