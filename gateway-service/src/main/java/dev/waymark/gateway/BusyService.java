package dev.waymark.gateway;

import dev.waymark.platform.web.Problem;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What a service has just said that it is too busy for, with 503 and Retry-After: for a moment the same is refused at the gateway, so
 * that a flood costs next to nothing. The moment is shorter than what waits in such a service's queue takes, so it never runs dry.
 */
final class BusyService {
    private static final long MOMENT = Duration.ofMillis(50).toNanos();
    /** When the service names a date, or nothing that can be read. */
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private volatile @Nullable Said last;

    private record Said(String path, long at, Duration retryAfter) {}

    void note(String path, ServerResponse answer) {
        String retryAfter = answer.headers().getFirst(HttpHeaders.RETRY_AFTER);
        if (answer.statusCode().isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE) && retryAfter != null) {
            last = new Said(path, System.nanoTime(), duration(retryAfter));
        }
    }

    /** @return what to answer in the service's place; empty when it is to be asked */
    Optional<Problem> refusal(String path) {
        Said said = last;
        if (said == null || !said.path.equals(path) || System.nanoTime() - said.at > MOMENT) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "busy",
                        "Many people are doing this at the moment. Please try again in a few seconds.")
                .retryAfter(said.retryAfter));
    }

    private static Duration duration(String retryAfter) {
        try {
            return Duration.ofSeconds(Long.parseLong(retryAfter));
        } catch (NumberFormatException _) {
            return A_WHILE;
        }
    }
}
