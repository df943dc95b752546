package dev.waymark.identity.browser;

import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Why a form is shown again.
 *
 * @param message a sentence for people in their language; null when nothing is wrong
 * @param retryAfter when sending it again makes sense; null when that is not a matter of time
 */
public record FormAnswer(
        HttpStatus status,
        @Nullable String message,
        @Nullable Duration retryAfter) {
    /** The form as it is first shown. */
    public static final FormAnswer FRESH = new FormAnswer(HttpStatus.OK, null, null);

    /** What was typed is not right. */
    public static FormAnswer wrong(String message) {
        return new FormAnswer(HttpStatus.UNPROCESSABLE_CONTENT, message, null);
    }

    /**
     * What was typed may be right at another time.
     *
     * @throws Problem the same, when it is of another kind
     */
    public static FormAnswer of(Problem problem, Texts t) {
        Duration wait = problem.retryAfter();
        long seconds = wait == null ? 1 : Math.max(1, wait.toSeconds());
        String message = switch (problem.status()) {
            case TOO_MANY_REQUESTS -> tooMany(seconds, t);
            case SERVICE_UNAVAILABLE -> t.get("form.busy");
            default -> throw problem;
        };
        return new FormAnswer(problem.status(), message, Duration.ofSeconds(seconds));
    }

    /** Nobody counts more than ninety seconds. */
    private static String tooMany(long seconds, Texts t) {
        return seconds > 90
                ? t.get("form.too-many.minutes", Math.ceilDiv(seconds, 60))
                : t.get("form.too-many", seconds);
    }
}
