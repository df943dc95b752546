package dev.waymark.organization;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The published OpenAPI document says what the service does. */
class ContractTest extends ServiceTest {
    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping handlers;

    @Test
    void theDocumentListsEveryOperationAndNoOther() {
        Set<String> served = new TreeSet<>();
        handlers.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/") || pattern.startsWith("/dumps/"))
                        .map(pattern -> pattern.replace("{idOrSlug}", "{id}"))
                        .forEach(pattern -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> served.add(method + " " + pattern))));

        assertThat(json(get("/api/v1/organizations/openapi.json"))).isEqualTo(contract.document());
        assertThat(contract.document().get("openapi").asString()).startsWith("3.1");
        assertThat(contract.operations()).isEqualTo(served);
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        assertThat(contract.complaintsAboutExamples()).isEmpty();
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
