package dev.waymark.platform.web;

import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * A refusal with a stable code, answered as a problem document (RFC 9457): {@code type} is {@code urn:waymark:problem:CODE}, and
 * {@code code} repeats it for readers who want no URI. The code is also the metric tag.
 */
public final class Problem extends RuntimeException {
    private final HttpStatus status;
    private final String code;
    private final List<FieldError> errors;

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
        super(detail);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
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

    /** This problem as RFC 9457 section 3 has it. */
    public ProblemDetail toProblemDetail() {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, getMessage());
        body.setType(URI.create("urn:waymark:problem:" + code));
        body.setTitle(status.getReasonPhrase());
        body.setProperty("code", code);
        if (!errors.isEmpty()) {
            body.setProperty("errors", errors);
        }
        return body;
    }
}
