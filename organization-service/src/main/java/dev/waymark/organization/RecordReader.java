package dev.waymark.organization;

import dev.waymark.platform.web.Problem.FieldError;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Makes of an entry of a file what it says about an organisation. */
final class RecordReader {
    private RecordReader() {}

    sealed interface Reading {
        record Read(Candidate candidate) implements Reading {}

        record Wrong(Outcome.Refused refusal) implements Reading {}
    }

    static Reading candidate(ImportFile.Entry entry, ProfileRules rules) {
        return switch (entry) {
            case ImportFile.Entry.Broken broken -> wrong(List.of(new FieldError("", broken.complaint())));
            case ImportFile.Entry.Row(long _, CsvRow row) ->
                row.errors().isEmpty() ? new Reading.Read(new Candidate.Row(row, rules)) : wrong(row.errors());
            case ImportFile.Entry.Json(long _, JsonNode node) -> json(node, rules);
        };
    }

    private static Reading json(JsonNode node, ProfileRules rules) {
        try {
            RorRecord ror = isRor(node) ? Documents.mapper().treeToValue(node, RorRecord.class) : null;
            Profile profile = ror == null ? Documents.mapper().treeToValue(node, Profile.class) : ror.toProfile();
            return switch (rules.check(profile)) {
                case ProfileRules.Verdict.Accepted accepted ->
                    new Reading.Read(
                            new Candidate.Whole(accepted.profile(), ror == null ? null : ror.date(), ror != null));
                case ProfileRules.Verdict.Refused refused -> wrong(refused.errors());
            };
        } catch (JacksonException e) {
            return wrong(List.of(new FieldError("", Documents.complaint(e))));
        }
    }

    /** ROR has {@code types} where the directory's own documents have {@code kinds}. */
    private static boolean isRor(JsonNode node) {
        return node.has("types") && !node.has("kinds");
    }

    private static Reading wrong(List<FieldError> errors) {
        return new Reading.Wrong(new Outcome.Refused(errors));
    }
}
