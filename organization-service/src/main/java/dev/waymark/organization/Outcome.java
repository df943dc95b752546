package dev.waymark.organization;

import dev.waymark.organization.Likenesses.Likeness;
import dev.waymark.platform.web.Problem.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an import made of one record. */
sealed interface Outcome {
    /** @param like an organisation that it may be, and that did not keep it from being made; null when there is none */
    record Created(@Nullable Likeness like) implements Outcome {}

    /** @param fields the members of the document that differ; empty when nobody asked */
    record Changed(List<String> fields) implements Outcome {}

    record Unchanged() implements Outcome {}

    record Refused(List<FieldError> errors) implements Outcome {
        static Refused of(String field, String reason) {
            return new Refused(List.of(new FieldError(field, reason)));
        }
    }

    /** The directory has something newer. */
    record HeldBack(String reason) implements Outcome {}

    /** Nothing has its identifier, and this organisation looks like it. */
    record PossibleDuplicate(Likeness like) implements Outcome {}
}
