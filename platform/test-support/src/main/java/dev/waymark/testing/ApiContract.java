package dev.waymark.testing;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An OpenAPI document, as a judge of what its service answers. Its schemas are JSON Schema 2020-12 (OpenAPI 3.1, section 4.8.24). */
public final class ApiContract {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final String URI = "urn:waymark:api";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");
    /** What a service may answer where it has no operation. */
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 404, 405);

    private static final String PROBLEM = "/components/schemas/Problem";

    private final JsonNode document;
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    /** @param document OpenAPI 3.1, as JSON, with a schema {@code Problem} among its components */
    public ApiContract(String document) {
        this.document = json.readTree(document);
        this.registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(Map.of(URI, document))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    /** @param resource the document's name on the class path, such as {@code /openapi.json} */
    public static ApiContract of(String resource) {
        try (InputStream in = ApiContract.class.getResourceAsStream(resource)) {
            return new ApiContract(
                    new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode document() {
        return document;
    }

    /** Every operation of the document, such as {@code GET /api/v1/organizations/{id}}. */
    public Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .propertyStream()
                .forEach(path -> path.getValue().propertyNames().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /**
     * What is wrong with an answer. Where the document has no operation, only a refusal is right.
     *
     * @return sentences, none when the answer is as the document says
     */
    public List<String> complaints(HttpResponse<String> response) {
        String method = response.request().method();
        String path = response.request().uri().getPath();
        String what = method + " " + path + " answers " + response.statusCode();
        Optional<String> operation = template(path)
                .map(template -> "/paths/" + escaped(template) + "/" + method.toLowerCase(Locale.ROOT))
                .filter(pointer -> document.at(pointer).isObject());
        if (operation.isEmpty()) {
            return REFUSALS.contains(response.statusCode())
                    ? body(what, PROBLEM, response.body())
                    : List.of(what + ", and the contract has no such operation");
        }
        String answer = resolved(operation.get() + "/responses/" + response.statusCode());
        if (!document.at(answer).isObject()) {
            return List.of(what + ", and the contract has no such answer");
        }
        JsonNode content = document.at(answer + "/content");
        if (content.isMissingNode()) {
            return response.body().isEmpty() ? List.of() : List.of(what + " with a body: " + response.body());
        }
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        if (!content.has(type)) {
            return List.of(what + " as '" + type + "', and the contract has " + content.propertyNames());
        }
        return type.endsWith("json") && !type.endsWith("ndjson")
                ? body(what, answer + "/content/" + escaped(type) + "/schema", response.body())
                : List.of();
    }

    private List<String> body(String what, String schema, String body) {
        try {
            return errors(schema, json.readTree(body)).stream()
                    .map(error -> what + ": " + error + " in " + body)
                    .toList();
        } catch (JacksonException e) {
            return List.of(what + " with what is not JSON: " + body);
        }
    }

    /** What is wrong with the examples that the document gives, of bodies, headers and parameters. */
    public List<String> complaintsAboutExamples() {
        List<String> complaints = new ArrayList<>();
        if (judgeExamples("", document, complaints) == 0) {
            complaints.add("there are none");
        }
        return complaints;
    }

    /** @return how many there are */
    private int judgeExamples(String pointer, JsonNode node, List<String> complaints) {
        List<JsonNode> examples = new ArrayList<>();
        if (node.has("schema")) {
            node.optional("example").ifPresent(examples::add);
            node.path("examples").values().forEach(named -> examples.add(named.path("value")));
            examples.forEach(example ->
                    errors(pointer + "/schema", example).forEach(error -> complaints.add(pointer + ": " + error)));
        }
        return examples.size()
                + node.propertyStream()
                        .mapToInt(member ->
                                judgeExamples(pointer + "/" + escaped(member.getKey()), member.getValue(), complaints))
                        .sum();
    }

    private List<Error> errors(String pointer, JsonNode value) {
        return schemas.computeIfAbsent(pointer, this::schema).validate(value);
    }

    private Schema schema(String pointer) {
        return registry.getSchema(SchemaLocation.of(URI + "#" + pointer));
    }

    /** The path of the document that a path of a request belongs to: one without parameters comes first (OpenAPI 3.1, section 4.8.8). */
    private Optional<String> template(String path) {
        JsonNode paths = document.path("paths");
        return paths.has(path)
                ? Optional.of(path)
                : paths.propertyNames().stream()
                        .filter(template -> path.matches(template.replaceAll("\\{[^}]+}", "[^/]+")))
                        .findFirst();
    }

    /** Where a reference leads; the place itself when it is none. */
    private String resolved(String pointer) {
        JsonNode reference = document.at(pointer + "/$ref");
        return reference.isMissingNode() ? pointer : reference.asString("").substring(1);
    }

    /** RFC 6901, section 3. */
    private static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
