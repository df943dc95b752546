package dev.waymark.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.testing.ApiContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlansOverHttpTest {
    private static final HttpClient http = HttpClient.newHttpClient();
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final ApiContract contract = ApiContract.of("/openapi.json");
    private static ConfigurableApplicationContext billing;

    @BeforeAll
    static void start() {
        billing = new SpringApplicationBuilder(BillingApplication.class)
                .run(
                        "--waymark.env-files=.env.dist",
                        "--SITE=" + TestPostgres.newName(),
                        "--DATABASE_URL=postgresql://postgres:postgres@localhost:" + TestPostgres.port(),
                        "--server.port=0",
                        "--spring.datasource.hikari.maximum-pool-size=3");
    }

    @AfterAll
    static void stop() {
        billing.close();
    }

    @Test
    void theCatalogueHasBasicAndPremiumWithPricePermissionsAndLimits() {
        JsonNode plans = json.readTree(get("/api/v1/plans").body()).path("plans");

        assertThat(plans.valueStream().map(plan -> plan.path("name").asString()))
                .containsExactly("Basic", "Premium");
        JsonNode premium = plans.get(1);
        assertThat(premium.path("id").asString()).isEqualTo("premium");
        assertThat(premium.path("version").asInt()).isEqualTo(1);
        assertThat(premium.path("price").path("minor").asLong()).isEqualTo(1900);
        assertThat(premium.path("price").path("currency").asString()).isEqualTo("EUR");
        assertThat(premium.path("billingPeriod").asString()).isEqualTo("month");
        assertThat(premium.path("permissions").valueStream().map(JsonNode::asString))
                .contains("organization.edit", "organization.logo", "organization.members");
        assertThat(premium.path("limits").get(0).path("id").asString()).isEqualTo("organizations.claimed");
        assertThat(premium.path("limits").get(0).path("amount").asLong()).isEqualTo(10);
        assertThat(premium.path("price").propertyNames()).containsExactlyInAnyOrder("minor", "currency");
    }

    @Test
    void theContractIsServedAndItsExamplesKeepIt() {
        assertThat(json.readTree(get("/api/v1/plans/openapi.json").body())).isEqualTo(contract.document());
        assertThat(contract.operations()).containsExactly("GET /api/v1/plans", "GET /api/v1/plans/openapi.json");
        assertThat(contract.complaintsAboutExamples()).isEmpty();
    }

    @Test
    void aReaderWhoHasTheCatalogueIsToldThatItDidNotChange() {
        String etag = get("/api/v1/plans").headers().firstValue("ETag").orElseThrow();

        assertThat(get("/api/v1/plans", "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(get("/api/v1/plans", "If-None-Match", "\"another\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void thePageComparesBothPlansInWords() {
        HttpResponse<String> page = get("/plans");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(page.body())
                .contains("aria-labelledby=\"compare\"", "scope=\"col\"", "scope=\"row\"")
                .contains("Basic", "Free", "Premium", "€19 <small>a month</small>")
                .contains("Show a logo", "Included", "Not included", "up to 25")
                .containsOnlyOnce("<main")
                .doesNotContain("organization.logo")
                .doesNotContain("style=")
                .contains("rel=\"canonical\" href=\"http://localhost:8080/plans\"");
    }

    @Test
    void unknownPathsAreNotFoundAndNothingCanBeWritten() {
        for (String path : List.of("/plans/basic", "/api/v1/plans/basic", "/nothing")) {
            HttpResponse<String> answer = get(path, "Accept", "application/json");
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
        HttpRequest write = HttpRequest.newBuilder(address("/api/v1/plans"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(send(write).statusCode()).isEqualTo(401);
        assertThat(get("/internal/anything").statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    private static URI address(String path) {
        return URI.create("http://localhost:" + billing.getEnvironment().getProperty("local.server.port") + path);
    }

    /** What the API answers is held against its contract, whatever the test is about. */
    private static HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (request.uri().getPath().startsWith("/api/")) {
                assertThat(contract.complaints(answer)).isEmpty();
            }
            return answer;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
