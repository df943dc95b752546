package dev.waymark.organization;

import static dev.waymark.organization.schema.Tables.IDEMPOTENT_REQUEST;

import dev.waymark.platform.web.Problem;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Makes a write take effect once however often it is sent with the same {@code Idempotency-Key}. The key is claimed by an insert in
 * the write's own transaction: a second request with it waits for the first, and gets its answer or, when it was rolled back, its
 * turn.
 */
@Component
class IdempotentRequests {
    static final Duration KEPT = Duration.ofDays(1);
    private static final int LONGEST_KEY = 255;

    private final DSLContext sql;
    private final WriteTransaction transaction;
    private final Clock clock;

    IdempotentRequests(DSLContext sql, WriteTransaction transaction, Clock clock) {
        this.sql = sql;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * @param client whose key it is; clients do not see each other's
     * @param key as sent, or null when the request has none
     * @param request everything that makes it the same request: method, path, preconditions and body
     * @throws Problem {@code idempotency_key_reused} when the key was sent with another request before
     */
    ResponseEntity<String> execute(
            String client, @Nullable String key, String request, Supplier<ResponseEntity<String>> write) {
        if (key == null) {
            return transaction.execute(write);
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw OrganizationProblems.malformed("Idempotency-Key should have 1 to " + LONGEST_KEY + " characters.");
        }
        return transaction.execute(() -> once(client, key, Documents.hash(request), write));
    }

    private ResponseEntity<String> once(
            String client, String key, String requestHash, Supplier<ResponseEntity<String>> write) {
        Instant now = clock.instant();
        int claimed = sql.insertInto(IDEMPOTENT_REQUEST)
                .set(IDEMPOTENT_REQUEST.CLIENT, client)
                .set(IDEMPOTENT_REQUEST.KEY, key)
                .set(IDEMPOTENT_REQUEST.REQUEST_HASH, requestHash)
                .set(IDEMPOTENT_REQUEST.CREATED_AT, now)
                .onConflict(IDEMPOTENT_REQUEST.CLIENT, IDEMPOTENT_REQUEST.KEY)
                .doUpdate()
                .set(IDEMPOTENT_REQUEST.REQUEST_HASH, requestHash)
                .set(IDEMPOTENT_REQUEST.CREATED_AT, now)
                .where(IDEMPOTENT_REQUEST.CREATED_AT.lt(now.minus(KEPT)))
                .execute();
        if (claimed == 0) {
            return earlierAnswer(client, key, requestHash);
        }
        ResponseEntity<String> answer = write.get();
        sql.update(IDEMPOTENT_REQUEST)
                .set(IDEMPOTENT_REQUEST.STATUS, answer.getStatusCode().value())
                .set(
                        IDEMPOTENT_REQUEST.LOCATION,
                        answer.getHeaders().getLocation() == null
                                ? null
                                : answer.getHeaders().getLocation().toString())
                .set(IDEMPOTENT_REQUEST.ETAG, answer.getHeaders().getETag())
                .set(IDEMPOTENT_REQUEST.BODY, answer.getBody())
                .where(IDEMPOTENT_REQUEST.CLIENT.eq(client))
                .and(IDEMPOTENT_REQUEST.KEY.eq(key))
                .execute();
        return answer;
    }

    private ResponseEntity<String> earlierAnswer(String client, String key, String requestHash) {
        var earlier = sql.selectFrom(IDEMPOTENT_REQUEST)
                .where(IDEMPOTENT_REQUEST.CLIENT.eq(client))
                .and(IDEMPOTENT_REQUEST.KEY.eq(key))
                .fetchSingle();
        if (!earlier.getRequestHash().equals(requestHash)) {
            throw new Problem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "idempotency_key_reused",
                    "This Idempotency-Key was sent with another request before: use a new one for each write.");
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(earlier.getStatus());
        if (earlier.getLocation() != null) {
            answer.location(URI.create(earlier.getLocation()));
        }
        if (earlier.getEtag() != null) {
            answer.eTag(earlier.getEtag());
        }
        return earlier.getBody() == null
                ? answer.build()
                : answer.contentType(MediaType.APPLICATION_JSON).body(earlier.getBody());
    }

    /** Deletes answers that are no longer kept. */
    int forgetOld() {
        return sql.deleteFrom(IDEMPOTENT_REQUEST)
                .where(IDEMPOTENT_REQUEST.CREATED_AT.lt(clock.instant().minus(KEPT)))
                .execute();
    }
}
