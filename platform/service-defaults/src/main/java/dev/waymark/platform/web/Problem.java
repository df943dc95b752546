package dev.waymark.platform.web;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/**
 * A refusal with a stable code, answered as a problem document (RFC 9457): {@code type} is {@code urn:waymark:problem:CODE}, and
 * {@code code} repeats it for readers who want no URI. The code is also the metric tag.
 */
public final class Problem extends RuntimeException {
    private static final JsonMapper json = JsonMapper.builder().build();

    private final HttpStatus status;
    private final String code;
    private final List<FieldError> errors;
    private final @Nullable Duration retryAfter;

    /**
     * One field that was refused.
     *
     * @param field the field as a path, such as {@code names[0].value}
     * @param reason what it should be, in a sentence for people
     */
    public record FieldError(String field, String reason) {}

    public Problem(HttpStatus status, String code, String detail) {
        this(status, code, detail, List.of());
    }

    /**
     * @param status the HTTP status
     * @param code stable, in lower snake case, part of the API
     * @param detail a kind sentence that says what to do
     * @param errors the fields that were refused, all of them
     */
    public Problem(HttpStatus status, String code, String detail, List<FieldError> errors) {
        this(status, code, detail, errors, null);
    }

    private Problem(
            HttpStatus status, String code, String detail, List<FieldError> errors, @Nullable Duration retryAfter) {
        super(detail);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** The same refusal, with the time after which asking again makes sense: the {@code Retry-After} of its answer. */
    public Problem retryAfter(Duration wait) {
        return new Problem(status, code, detail(), errors, wait);
    }

    public HttpStatus status() {
        return status;
    }

    public String code() {
        return code;
    }

    public List<FieldError> errors() {
        return errors;
    }

    /** The kind sentence. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** How long to wait before asking again; null when that is not known. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** This problem as RFC 9457 section 3 has it. */
    public ProblemDetail toProblemDetail() {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail());
        body.setType(URI.create("urn:waymark:problem:" + code));
        body.setTitle(status.getReasonPhrase());
        body.setProperty("code", code);
        if (!errors.isEmpty()) {
            body.setProperty("errors", errors);
        }
        return body;
    }

    /** As {@link #toProblemDetail()}, in JSON, for answers outside Spring MVC. */
    public String toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:waymark:problem:" + code);
        members.put("title", status.getReasonPhrase());
        members.put("status", status.value());
        members.put("detail", detail());
        members.put("code", code);
        if (!errors.isEmpty()) {
            members.put("errors", errors);
        }
        return json.writeValueAsString(members);
    }
}
