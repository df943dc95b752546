package dev.waymark.organization;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.waymark.events.OrganizationState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/** The one way in which documents become JSON and back: the bytes that are stored are the bytes that are published. */
final class Documents {
    private static final JsonMapper json = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Documents() {}

    static String write(Object document) {
        return json.writeValueAsString(document);
    }

    static OrganizationState state(String document) {
        return json.readValue(document, OrganizationState.class);
    }

    /** @throws JacksonException when the text is not JSON, or not of a profile's shape */
    static Profile profile(String text) {
        return json.readValue(text, Profile.class);
    }

    static JsonMapper mapper() {
        return json;
    }

    /** What is wrong with a text, for its sender: the first line, which names the field and not the Java type. */
    static String complaint(JacksonException problem) {
        String path = problem.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
        String at = path.isEmpty() ? "" : " at " + (path.startsWith(".") ? path.substring(1) : path);
        String line = problem.getLocation() == null
                ? ""
                : " (line " + problem.getLocation().getLineNr() + ", column "
                        + problem.getLocation().getColumnNr() + ")";
        return switch (problem) {
            case UnrecognizedPropertyException _ -> "there is no such field" + at + line;
            case MismatchedInputException _ -> "a value of another type is needed" + at + line;
            default -> "it is not well-formed" + at + line;
        };
    }

    /** SHA-256 in lower-case hexadecimal. */
    static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
