package dev.waymark.organization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The published OpenAPI document says what the service does. */
class ContractTest extends ServiceTest {
    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping handlers;

    @Test
    void theDocumentListsEveryOperationAndNoOther() {
        JsonNode document = json(get("/api/v1/organizations/openapi.json"));
        Set<String> documented = new TreeSet<>();
        document.get("paths")
                .propertyStream()
                .forEach(path -> path.getValue().propertyNames().stream()
                        .filter(member ->
                                Set.of("get", "post", "put", "delete", "patch").contains(member))
                        .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        Set<String> served = new TreeSet<>();
        handlers.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/") || pattern.startsWith("/dumps/"))
                        .map(pattern -> pattern.replace("{idOrSlug}", "{id}"))
                        .forEach(pattern -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> served.add(method + " " + pattern))));

        assertThat(document.get("openapi").asString()).startsWith("3.1");
        assertThat(documented).isEqualTo(served);
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        List<String> judged = new ArrayList<>();
        judgeExamples("", Contract.document(), judged);
        assertThat(judged).hasSizeGreaterThan(20);
    }

    private static void judgeExamples(String pointer, JsonNode node, List<String> judged) {
        if (node.has("schema")) {
            List<JsonNode> examples = new ArrayList<>();
            node.optional("example").ifPresent(examples::add);
            node.path("examples").values().forEach(named -> examples.add(named.get("value")));
            for (JsonNode example : examples) {
                assertThat(Contract.errors(pointer + "/schema", example))
                        .as(pointer)
                        .isEmpty();
                judged.add(pointer);
            }
        }
        node.propertyStream()
                .forEach(member ->
                        judgeExamples(pointer + "/" + Contract.escaped(member.getKey()), member.getValue(), judged));
    }

    @Test
    void everyProblemCodeOfTheApiIsInTheDocument() {
        String document = get("/api/v1/organizations/openapi.json").body();

        assertThat(document)
                .contains(
                        "organization_not_found",
                        "organization_deleted",
                        "version_mismatch",
                        "version_required",
                        "identifier_taken",
                        "malformed_request",
                        "invalid_organization",
                        "idempotency_key_reused",
                        "cursor_expired",
                        "dump_not_found",
                        "range_not_satisfiable");
    }
}
