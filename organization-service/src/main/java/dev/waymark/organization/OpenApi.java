package dev.waymark.organization;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contract of the API (OpenAPI 3.1) as it is served. In the file it refers to the schema of the event, whose value is the very
 * document that the API answers; here that schema stands in the document itself, so that one download is enough.
 */
final class OpenApi {
    private static final String STATE = "OrganizationState";
    private static final String DOCUMENT = bundle();

    private OpenApi() {}

    static String document() {
        return DOCUMENT;
    }

    private static String bundle() {
        ObjectNode document = read("/openapi.json");
        ObjectNode state = read("/events/organization.state.v1.json");
        ObjectNode schemas = (ObjectNode) document.get("components").get("schemas");
        schemas.set(STATE, state);
        schemas.setAll((ObjectNode) state.remove("$defs"));
        state.remove("$schema");
        state.remove("$id");
        return Documents.write(document).replace("\"#/$defs/", "\"#/components/schemas/");
    }

    private static ObjectNode read(String resource) {
        try (InputStream in = OpenApi.class.getResourceAsStream(resource)) {
            return (ObjectNode) Documents.mapper().readTree(Objects.requireNonNull(in, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
