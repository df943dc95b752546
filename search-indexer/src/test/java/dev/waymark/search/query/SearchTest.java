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
                        .at(47.99, 7.85)
                        .identifier("ror", "0245cg223")
                        .record(1),
                Organization.named("University of Fribourg")
                        .in("CH", "Fribourg")
                        .at(46.80, 7.15)
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lUniversity fo Freiburg       | University of Freiburg
            Albert-LudwigsxUniversität    | University of Freiburg
            hCarité                       | Charité
            Closed Cmopany                | Closed Company
            """)
    void aNameWithAnErrorFindsItsOrganisation(String typed, String name) {
        assertThat(full.names(typed)).first().isEqualTo(name);
    }

    @Test
    void aNameThatTookThePlaceOfWhatWasTypedIsSaid() {
        JsonNode corrected = full.search("Albert-LudwigsxUniversität", "");

        assertThat(corrected.path("searchedFor").asString("")).isEqualTo("Albert-Ludwigs-Universität");
        assertThat(corrected.path("facets").path("country").path("DE").asInt()).isEqualTo(1);
        assertThat(full.search("Albert-LudwigsxUniversität", "&exact=true").has("searchedFor"))
                .isFalse();
        assertThat(full.search("University of Freiburg", "").has("searchedFor")).isFalse();
        assertThat(full.search("Albert-LudwigsxUniversität", "&country=CH").has("searchedFor"))
                .as("another country's name in place of what was typed")
                .isFalse();
    }

    @Test
    void thePageSaysWhichNameItSearchedForAndOffersWhatWasTyped() {
        String page = full.get("/search?q=Albert-LudwigsxUniversit%C3%A4t&status=active")
                .body();

        assertThat(page)
                .contains("Showing results for “Albert-Ludwigs-Universität”.")
                .contains(
                        "<a href=\"/search?q=Albert-LudwigsxUniversit%C3%A4t&amp;status=active&amp;exact=true\">Search for “Albert-LudwigsxUniversität” instead</a>");
        assertThat(full.get("/search?q=Albert-LudwigsxUniversit%C3%A4t&exact=true")
                        .body())
                .contains("Results for “Albert-LudwigsxUniversität”")
                .doesNotContain("Showing results for");
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
        for (IndexerUnderTest indexer : both()) {
            JsonNode facets = indexer.search("", "&country=CH").path("facets");
            assertThat(facets.path("country").path("DE").asInt()).isEqualTo(3);
            assertThat(facets.path("country").path("CH").asInt()).isEqualTo(1);
            assertThat(facets.path("kind").path("education").asInt()).isEqualTo(1);
            assertThat(facets.path("kind").path("company").asInt()).isZero();
        }
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
    void whatIsNearAPointIsFoundTheNearestFirst() {
        for (IndexerUnderTest indexer : both()) {
            // Basel: Freiburg is 51 km away, Fribourg 96, Berlin 680.
            JsonNode near = indexer.search("", "&near=47.56,7.59&radius=60");
            JsonNode wider = indexer.search("", "&near=47.56,7.59&radius=120");

            assertThat(near.path("hits")
                            .valueStream()
                            .map(hit -> hit.path("name").asString()))
                    .containsExactly("University of Freiburg");
            assertThat(near.path("total").asInt()).isEqualTo(1);
            assertThat(near.path("hits").path(0).path("distance").asDouble()).isBetween(50.0, 52.5);
            assertThat(wider.path("hits")
                            .valueStream()
                            .map(hit -> hit.path("name").asString()))
                    .containsExactly("University of Freiburg", "University of Fribourg");
            assertThat(wider.path("facets").path("country").path("CH").asInt()).isEqualTo(1);
            assertThat(indexer.search("university", "&near=46.80,7.15&radius=500&sort=distance")
                            .path("hits")
                            .path(0)
                            .path("name")
                            .asString())
                    .isEqualTo("University of Fribourg");
        }
    }

    @Test
    void resultsComeInTheOrderThatWasChosen() {
        for (IndexerUnderTest indexer : both()) {
            assertThat(names(indexer.search("", "&sort=name")))
                    .containsSubsequence(
                            "Charité", "Closed Company", "University of Freiburg", "University of Fribourg");
            assertThat(names(indexer.search("university", "&sort=name")))
                    .containsExactly("University of Freiburg", "University of Fribourg");
        }
    }

    @Test
    void facetsAreOnlyCountedWhenAskedFor() {
        for (IndexerUnderTest indexer : both()) {
            JsonNode answer = indexer.search("university", "&facets=false");
            assertThat(answer.path("facets").size()).isZero();
            assertThat(answer.path("hits").size()).isEqualTo(2);
        }
    }

    private static List<String> names(JsonNode answer) {
        return answer.path("hits")
                .valueStream()
                .map(hit -> hit.path("name").asString())
                .toList();
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
                    .contains("name=\"country\" value=\"DE\" checked")
                    .contains("name=\"country\" value=\"CH\"")
                    .contains("Clear all filters", "href=\"/search?q=university\"")
                    .doesNotContain("Fribourg</a>");
        }
        assertThat(limited.get("/search?q=university").body()).contains("Search is limited");
        assertThat(full.get("/search?q=university").body()).doesNotContain("Search is limited");
    }

    @Test
    void aSearchHasOneAddressHoweverItCameAbout() {
        String canonical =
                "rel=\"canonical\" href=\"http://localhost:8080/search?q=a%20%26%20b&amp;kind=company&amp;country=CH&amp;country=DE\"";

        assertThat(full.get("/search?country=de&q=+a+%26+b&sort=&country=CH&page=1&kind=company&radius=50&near=")
                        .body())
                .contains(canonical);
        assertThat(full.get("/search?q=a+%26+b&kind=company&country=DE&country=CH")
                        .body())
                .contains(canonical);
    }

    @Test
    void aPageThatSaysTheSameIsNotSentAgain() {
        HttpResponse<String> first = full.get("/search?q=university");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        assertThat(tag).startsWith("W/\"");
        assertThat(full.get("/search?q=university", "text/html", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(full.get("/de/search?q=university", "text/html", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aSearchThatFindsNothingSaysWhatToTry() {
        both().forEach(indexer -> assertThat(
                        indexer.get("/search?q=qqqqxyz+zzzyq").body())
                .contains("Nothing found for “qqqqxyz zzzyq”")
                .contains("href=\"/search?q=qqqqxyz\"")
                .contains("href=\"/countries\""));
    }

    @Test
    void whatTheFiltersHideIsShownWhenNothingElseIsLeft() {
        assertThat(full.get("/search?q=fribourg&country=US").body())
                .contains("There is something without the filters")
                .contains("href=\"/organizations/university-of-fribourg\"");
    }

    @Test
    void everyPageIsThereInGermanToo() {
        assertThat(full.get("/de/search?q=university&country=CH").body())
                .contains("<html lang=\"de\">", "1 Organisation<", "Schweiz", "Bester Treffer")
                .contains("href=\"/de/organizations/university-of-fribourg\"");
        assertThat(full.get("/de").body()).contains("Organisationen finden", "href=\"/\" hreflang=\"en\"");
        assertThat(full.get("/de/countries").body()).contains("Deutschland", "href=\"/de/countries/de\"");
        assertThat(full.get("/de/search?limit=x&country=Germany").statusCode()).isEqualTo(400);
        assertThat(full.get("/de/search?country=Germany").body()).contains("Die Anfrage war unklar");
    }

    @Test
    void countriesAndKindsHavePagesOfTheirOwn() {
        for (IndexerUnderTest indexer : both()) {
            assertThat(indexer.get("/countries").body())
                    .contains("href=\"/countries/ch\"", "href=\"/countries/us\"", "<h2 id=\"letter-G\">G</h2>");
            assertThat(indexer.get("/countries/de").body())
                    .contains("<h1>Germany</h1>", "3 organisations")
                    .contains("href=\"/search?kind=education&amp;country=DE\"")
                    .contains("href=\"/organizations/university-of-freiburg\"");
            assertThat(indexer.get("/kinds").body()).contains("href=\"/kinds/healthcare\"");
            assertThat(indexer.get("/kinds/healthcare").body()).contains("<h1>Healthcare</h1>", "Charité");
            assertThat(indexer.get("/countries/fr").statusCode()).isEqualTo(404);
            assertThat(indexer.get("/kinds/nothing").statusCode()).isEqualTo(404);
        }
        HttpResponse<String> upper = full.get("/countries/DE");
        assertThat(upper.statusCode()).isEqualTo(301);
        assertThat(upper.headers().firstValue("Location")).hasValue("/countries/de");
    }

    @Test
    void theStartPageHasTheSearchBoxAndTheNumberOfOrganisations() {
        assertThat(full.get("/").body())
                .contains("action=\"/search\"")
                .contains("5 universities, hospitals")
                .contains("href=\"/kinds/education\"", "href=\"/countries/de\"")
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
