package dev.waymark.organization;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The OpenAPI document, as a judge of what the service answers. Its schemas are JSON Schema 2020-12 (OpenAPI 3.1, section 4.8.24). */
final class Contract {
    private static final String URI = "urn:waymark:organizations";
    private static final JsonNode document = Documents.mapper().readTree(OpenApi.document());
    private static final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(URI, document.toString()))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));
    private static final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    private Contract() {}

    static JsonNode document() {
        return document;
    }

    /** Fails when the operation is not in the document, or may not answer so. */
    static void judge(HttpResponse<String> response) {
        String method = response.request().method();
        String path = response.request().uri().getPath();
        String operation = "/paths/" + escaped(template(path)) + "/" + method.toLowerCase(Locale.ROOT);
        String what = method + " " + path + " answers " + response.statusCode() + ": " + response.body();
        String answer = resolved(operation + "/responses/" + response.statusCode());
        assertThat(document.at(answer).isObject()).as(what).isTrue();

        JsonNode content = document.at(answer + "/content");
        if (content.isMissingNode()) {
            assertThat(response.body()).as(what).isEmpty();
            return;
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        assertThat(content.propertyNames()).as(what).contains(type);
        if (type.endsWith("json") && !type.endsWith("ndjson")) {
            String schema = answer + "/content/" + escaped(type) + "/schema";
            assertThat(errors(schema, Documents.mapper().readTree(response.body())))
                    .as(what)
                    .isEmpty();
        }
    }

    /**
     * What is wrong with a value.
     *
     * @param schema where the schema is in the document, a JSON pointer
     */
    static List<Error> errors(String schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, Contract::schema).validate(value);
    }

    private static String template(String path) {
        return document.get("paths").has(path) ? path : "/api/v1/organizations/{id}";
    }

    private static Schema schema(String pointer) {
        return registry.getSchema(SchemaLocation.of(URI + "#" + pointer));
    }

    /** Where a reference leads; the place itself when it is none. */
    private static String resolved(String pointer) {
        JsonNode reference = document.at(pointer + "/$ref");
        return reference.isMissingNode() ? pointer : reference.asString().substring(1);
    }

    /** RFC 6901, section 3. */
    static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
