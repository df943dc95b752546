package dev.waymark.platform.web;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/** The refusals that come from HTTP itself and not from a rule of a service, with sentences that a visitor understands. */
public final class StandardProblems {
    private static final Duration COME_BACK = Duration.ofSeconds(2);
    /** PostgreSQL's error codes: class 08, connections; 57P01 to 57P03, shutdown and start; 53300, too many connections. */
    private static final Pattern UNREACHABLE = Pattern.compile("08...|57P0[1-3]|53300");

    private StandardProblems() {}

    /** The refusal for a status from 400 to 599 of which nothing more is known. */
    public static Problem of(HttpStatus status) {
        return new Problem(status, code(status), detail(status));
    }

    /**
     * The refusal for a failure that nobody planned for: 503 with a time to come back when the database could not be reached, or had no
     * connection to spare, else 500.
     */
    public static Problem of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLException sql
                            && UNREACHABLE
                                    .matcher(String.valueOf(sql.getSQLState()))
                                    .matches()) {
                return of(HttpStatus.SERVICE_UNAVAILABLE).retryAfter(COME_BACK);
            }
        }
        return of(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    /** The stable code of a status: its name in lower snake case, whatever RFC 9110 has renamed since. */
    static String code(HttpStatus status) {
        return switch (status.value()) {
            case 413 -> "content_too_large";
            case 422 -> "unprocessable_content";
            case 500 -> "internal_error";
            default -> status.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String detail(HttpStatus status) {
        return switch (status.value()) {
            case 400 -> "We could not make sense of this request. Please check the address and try again.";
            case 401 -> "Please sign in to go on.";
            case 403 -> "You are not allowed to do this.";
            case 404 -> "There is nothing at this address. It may have moved, or the link may be mistyped.";
            case 405 -> "This address does not take that kind of request.";
            case 406 -> "This address has nothing in the form that was asked for.";
            case 410 -> "What was here has been removed for good.";
            case 412 -> "This was changed by someone else meanwhile. Please load it again.";
            case 413 -> "This is more than we take at once.";
            case 414 -> "This address is too long. Please shorten what you are looking for.";
            case 415 -> "We do not understand this form of content.";
            case 429 -> "That was a lot at once. Please wait a moment and try again.";
            case 431 ->
                "Your browser sent more with this request than we take. Deleting the cookies of this site may help.";
            case 500 -> "Something went wrong on our side. Please try again.";
            case 502, 503 -> "This part of the site is not available just now. Please try again in a moment.";
            case 504 -> "This took longer than it should. Please try again in a moment.";
            default ->
                status.is4xxClientError()
                        ? "We could not answer this request."
                        : "Something went wrong on our side. Please try again.";
        };
    }
}
