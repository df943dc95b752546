package dev.waymark.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.search.testing.IndexerUnderTest;
import dev.waymark.testing.ApiContract;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** The published OpenAPI document says what the service does. */
class ContractTest {
    private static final ApiContract contract = IndexerUnderTest.contract;
    private static IndexerUnderTest indexer;

    @BeforeAll
    static void start() {
        indexer = IndexerUnderTest.start(IndexerUnderTest.freshSite(), Map.of());
    }

    @AfterAll
    static void stop() {
        indexer.close();
    }

    @Test
    void itIsServedAsTheFileHasIt() {
        String served = indexer.get("/api/v1/search/openapi.json").body();

        assertThat(JsonMapper.builder().build().readTree(served)).isEqualTo(contract.document());
        assertThat(contract.document().path("openapi").asString("")).startsWith("3.1");
    }

    @Test
    void itListsEveryOperationWithItsParametersAndNoOther() {
        Set<String> served = new TreeSet<>();
        indexer.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/"))
                        .forEach(pattern -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> served.add(method + " " + pattern))));

        assertThat(contract.operations()).isEqualTo(served);
        assertThat(documentedParameters()).containsExactlyInAnyOrderElementsOf(SearchRequest.PARAMETERS);
    }

    private static Set<String> documentedParameters() {
        Set<String> parameters = new TreeSet<>();
        contract.document()
                .path("paths")
                .propertyStream()
                .forEach(path -> path.getValue()
                        .path("get")
                        .path("parameters")
                        .valueStream()
                        .map(reference -> contract.document()
                                .at(reference.path("$ref").asString("").substring(1)))
                        .forEach(parameter ->
                                parameters.add(parameter.path("name").asString(""))));
        return parameters;
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        assertThat(contract.complaintsAboutExamples()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/search?q=x&limit=100&offset=1000000, application/json, 200",
        "/api/v1/search?country=de&country=CH&kind=, */*, 200",
        "/api/v1/search?limit=101, application/json, 400",
        "/api/v1/search?offset=1000001, application/json, 400",
        "/api/v1/search?country=Germany, application/json, 400",
        "/api/v1/search, text/html, 406",
        "/api/v1/search/nothing, application/json, 404"
    })
    void everyKindOfAnswerIsInIt(String path, String accept, int status) {
        assertThat(indexer.get(path, accept).statusCode()).isEqualTo(status);
    }
}
