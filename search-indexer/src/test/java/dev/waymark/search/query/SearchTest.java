package dev.waymark.search.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.search.indexing.IndexStates;
import dev.waymark.search.intake.Feed;
import dev.waymark.search.readmodel.PendingPushes;
import dev.waymark.search.testing.IndexerUnderTest;
import dev.waymark.search.testing.MeilisearchServer;
import dev.waymark.search.testing.Organization;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What readers of the API and of the pages see, with the engine and without it. */
class SearchTest {
    private static MeilisearchServer engine;
    private static IndexerUnderTest full;
    private static IndexerUnderTest limited;

    @BeforeAll
    static void start() {
        engine = MeilisearchServer.start();
        full = IndexerUnderTest.start(engine);
        limited = IndexerUnderTest.start(full.site(), Map.of());
        Feed.to(
                full,
                Organization.named("University of Freiburg")
                        .alias("Albert-Ludwigs-Universität")
                        .in("DE", "Freiburg im Breisgau")
                        .identifier("ror", "0245cg223")
                        .record(1),
                Organization.named("University of Fribourg")
                        .in("CH", "Fribourg")
                        .identifier("isni", "0000 0004 0478 1713")
                        .record(1),
                Organization.named("Charité")
                        .in("DE", "Berlin")
                        .kind("healthcare", "education")
                        .record(1),
                Organization.named("Closed Company")
                        .in("US", "Boston")
                        .kind("company")
                        .status("inactive")
                        .record(1),
                Organization.named("<script>alert('x')</script> & Sons")
                        .kind("company")
                        .record(1));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> full.bean(IndexStates.class).read().isLive()
                        && full.bean(PendingPushes.class).count() == 0);
    }

    @AfterAll
    static void stop() {
        limited.close();
        full.close();
        engine.close();
    }

    private static List<IndexerUnderTest> both() {
        return List.of(full, limited);
    }

    @Test
    void aMisspeltBeginningFindsTheOrganisation() {
        assertThat(full.names("universty of freib")).first().isEqualTo("University of Freiburg");
        assertThat(limited.names("universty of freib")).contains("University of Freiburg");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            University of Fribourg Department of Physics | University of Fribourg
            Institute of Advanced Thought, University of Freiburg, Germany | University of Freiburg
            Univ. of Fribourg                             | University of Fribourg
            Freiburg university                           | University of Freiburg
            niversity of Fribourg                         | University of Fribourg
            """)
    void anAffiliationFindsTheOrganisationThatItNames(String text, String name) {
        assertThat(full.names(text)).first().isEqualTo(name);
    }

    @Test
    void eachAnswerSaysWhetherItIsLimited() {
        assertThat(full.search("charite", "").path("limited").asBoolean(true)).isFalse();
        assertThat(limited.search("charite", "").path("limited").asBoolean(false))
                .isTrue();
        assertThat(full.search("charite", "").has("engineMillis")).isTrue();
        assertThat(limited.search("charite", "").has("tookMillis")).isTrue();
    }

    @Test
    void accentsNeedNotBeTyped() {
        both().forEach(indexer -> assertThat(indexer.names("charite")).containsExactly("Charité"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "  "})
    void anEmptySearchListsEverything(String text) {
        both().forEach(indexer ->
                assertThat(indexer.search(text, "").path("total").asInt()).isEqualTo(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0245cg223", "https://ror.org/0245cg223", "ror.org/0245cg223", "ror:0245cg223"})
    void anIdentifierOrItsAddressFindsItsOrganisation(String text) {
        both().forEach(indexer -> assertThat(indexer.names(text)).first().isEqualTo("University of Freiburg"));
    }

    @Test
    void anIdentifierInGroupsFindsItsOrganisation() {
        assertThat(full.names("0000 0004 0478 1713")).first().isEqualTo("University of Fribourg");
        assertThat(full.names("000000040478 1713")).isNotNull();
    }

    @Test
    void filtersNarrowAndFacetsCountWhatOtherChoicesWouldGive() {
        for (IndexerUnderTest indexer : both()) {
            JsonNode answer = indexer.search("", "&country=DE&kind=education&kind=healthcare");
            assertThat(answer.path("total").asInt()).isEqualTo(2);
            assertThat(indexer.search("", "&status=inactive").path("total").asInt())
                    .isEqualTo(1);
        }
        JsonNode facets = full.search("", "&country=CH").path("facets");
        assertThat(facets.path("country").path("DE").asInt()).isEqualTo(3);
        assertThat(facets.path("country").path("CH").asInt()).isEqualTo(1);
        assertThat(facets.path("kind").path("education").asInt()).isEqualTo(1);
        assertThat(limited.search("", "")
                        .path("facets")
                        .path("kind")
                        .path("company")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aHitHasWhatAReaderNeeds() {
        for (IndexerUnderTest indexer : both()) {
            JsonNode hit = indexer.search("albert-ludwigs", "").path("hits").path(0);
            assertThat(hit.path("id").asString()).hasSize(36);
            assertThat(hit.path("slug").asString()).isEqualTo("university-of-freiburg");
            assertThat(hit.path("country").asString()).isEqualTo("DE");
            assertThat(hit.path("city").asString()).isEqualTo("Freiburg im Breisgau");
            assertThat(hit.path("status").asString()).isEqualTo("active");
            assertThat(hit.path("identifiers").path(0).path("scheme").asString())
                    .isEqualTo("ror");
            assertThat(hit.path("identifiers").path(0).path("value").asString()).isEqualTo("0245cg223");
            assertThat(hit.path("highlights").path("otherNames").path(0).asString())
                    .contains("<mark>Albert</mark>-<mark>Ludwigs</mark>");
        }
    }

    @Test
    void aNameThatLooksLikeMarkupIsShownAndNotRun() {
        for (IndexerUnderTest indexer : both()) {
            assertThat(indexer.search("script", "")
                            .path("hits")
                            .path(0)
                            .path("highlights")
                            .path("name")
                            .asString())
                    .contains("&lt;", "<mark>script</mark>&gt;")
                    .doesNotContain("<script>");
            HttpResponse<String> page = indexer.get("/search?q=%3Cscript%3Ealert(1)");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).doesNotContain("<script>alert").contains("&lt;");
        }
    }

    @Test
    void whatCannotBeRightIsRefusedWithEveryReason() {
        HttpResponse<String> answer =
                full.get("/api/v1/search?limit=101&offset=-1&country=Germany", "application/json");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("malformed_request", "limit", "offset", "country");
    }

    @Test
    void thePageOfResultsWorksWithoutScript() {
        for (IndexerUnderTest indexer : both()) {
            HttpResponse<String> page = indexer.get("/search?q=university&country=DE");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
            assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
            assertThat(page.body())
                    .contains("href=\"/organizations/university-of-freiburg\"")
                    .contains("<mark>University</mark> of Freiburg")
                    .contains("<option value=\"DE\" selected")
                    .contains("Without filters")
                    .doesNotContain("Fribourg</a>");
        }
        assertThat(limited.get("/search?q=university").body()).contains("Search is limited");
        assertThat(full.get("/search?q=university").body()).doesNotContain("Search is limited");
    }

    @Test
    void aSearchThatFindsNothingSaysWhatToTry() {
        both().forEach(indexer -> assertThat(indexer.get("/search?q=qqqqxyz").body())
                .contains("Nothing found")
                .contains("Look through everything"));
    }

    @Test
    void theStartPageHasTheSearchBoxAndTheNumberOfOrganisations() {
        assertThat(full.get("/").body())
                .contains("action=\"/search\"")
                .contains("organisations in this directory")
                .contains("Added last");
    }

    @Test
    void whatIsNotPublicIsDenied() {
        assertThat(full.get("/anything").statusCode()).isEqualTo(401);
        assertThat(full.get("/livez").statusCode()).isEqualTo(200);
        assertThat(full.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(full.get("/version").body()).contains("search-indexer");
        assertThat(full.get("/actuator/prometheus").body())
                .contains("waymark_lag{")
                .contains("stage=\"push\"");
    }

    @Test
    void aFrozenEngineIsAnsweredForWithinASecond() {
        full.names("university");
        engine.freeze();
        try {
            for (int attempt = 0; attempt < 4; attempt++) {
                long start = System.nanoTime();
                JsonNode answer = full.search("university", "");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
                assertThat(answer.path("limited").asBoolean()).isTrue();
                assertThat(answer.path("total").asInt()).isEqualTo(2);
            }
            assertThat(full.get("/readyz").statusCode()).isEqualTo(200);
        } finally {
            engine.thaw();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !full.search("university", "").path("limited").asBoolean());
    }
}
