package dev.waymark.organization;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class OrganizationPageTest extends ServiceTest {
    @Test
    void showsWhatTheDirectoryKnows() {
        String slug = slug(create(profile(unique("Page Academy"), """
                "established":1765,"places":[{"country":"CH","city":"Bern","latitude":46.95,"longitude":7.45}],
                "names":[{"value":"Académie de la page","language":"fr","types":["alias"]}],
                "links":[{"type":"website","url":"https://www.academy.example/home"}],
                "relationships":[{"type":"parent","scheme":"ror","value":"012345678","label":"Council of Academies"}]""")));

        HttpResponse<String> page = get("/organizations/" + slug);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(
                        "<h1 dir=\"auto\">Page Academy",
                        "Bern, Switzerland",
                        "1765",
                        "Académie de la page",
                        "also known as, French")
                .contains("openstreetmap.org/?mlat=46.95000&amp;mlon=7.45000")
                .contains("href=\"/organizations/ror:012345678\" dir=\"auto\">Council of Academies")
                .contains("rel=\"canonical\" href=\"http://localhost:8080/organizations/" + slug + "\"");
        assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    }

    /** The vocabulary and its types are those of schema.org's {@code Organization}. */
    @Test
    void tellsSearchEnginesWhatItShows() {
        String name = unique("Structured Academy");
        String ror = ror();
        String slug = slug(create(profile(name, """
                "established":765,
                "places":[{"country":"CH","subdivisionName":"Canton of Bern","city":"Bern","latitude":46.95,"longitude":7.45}],
                "names":[{"value":"Académie structurée","language":"fr","types":["alias"]}],
                "identifiers":[{"scheme":"ror","value":"%s"}],
                "links":[{"type":"website","url":"https://www.academy.example/home"},
                         {"type":"wikipedia","url":"https://en.wikipedia.org/wiki/Academy"}],
                "relationships":[{"type":"parent","scheme":"ror","value":"012345678","label":"Council of Academies"}]""".formatted(ror))));

        String page = get("/organizations/" + slug).body();

        int begin = page.indexOf('>', page.indexOf("application/ld+json")) + 1;
        assertThat(JsonMapper.builder().build().readTree(page.substring(begin, page.indexOf("</script>", begin))))
                .isEqualTo(JsonMapper.builder().build().readTree("""
                        {"@context":"https://schema.org","@type":"Organization","name":"%s",
                         "alternateName":["Académie structurée"],"foundingDate":"0765",
                         "url":"https://www.academy.example/home","sameAs":["https://en.wikipedia.org/wiki/Academy"],
                         "identifier":[{"@type":"PropertyValue","propertyID":"ror","value":"%s"}],
                         "address":{"@type":"PostalAddress","addressCountry":"CH","addressRegion":"Canton of Bern",
                                    "addressLocality":"Bern"},
                         "location":{"@type":"Place",
                                     "geo":{"@type":"GeoCoordinates","latitude":46.95,"longitude":7.45}},
                         "parentOrganization":[{"@type":"Organization","name":"Council of Academies"}]}
                        """.formatted(name, ror)));
    }

    @Test
    void aNameIsTextAndNeverMarkup() {
        String name = unique("<script>alert(1)</script> & Sons");
        String slug = slug(create(profile(name, null)));

        String page = get("/organizations/" + slug).body();

        assertThat(page)
                .contains("<h1 dir=\"auto\">&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons")
                .doesNotContain("<script>alert");
    }

    @Test
    void eachRevisionSaysWhatItChanged() {
        HttpResponse<String> created = create(profile(unique("Changing Page"), """
                "names":[{"value":"Old Alias","types":["alias"]}],"established":1900"""));
        String renamed = unique("Changed Page");
        write("PUT", "/api/v1/organizations/" + id(created), profile(renamed, """
                        "names":[{"value":"New Alias","language":"de","types":["alias"]}],"established":1901"""), "If-Match", "\"1\"");

        String page = get("/organizations/" + slug(id(created))).body();

        assertThat(page)
                .containsSubsequence("Version 2", "Name, Other names, Founded", "Version 1", "Added to the directory")
                .containsPattern("<del[^>]*><span[^>]*>Removed:</span>Old Alias \\(also known as\\)</del>")
                .containsPattern("<ins[^>]*><span[^>]*>Added:</span>New Alias \\(also known as, German\\)</ins>")
                .containsPattern("<del[^>]*><span[^>]*>Removed:</span>1900</del>")
                .containsPattern("<ins[^>]*><span[^>]*>Added:</span>1901</ins>")
                .doesNotContain("Older changes");
    }

    @Test
    void olderRevisionsAreAPageAway() {
        String id = id(create(profile(unique("Busy Page"), "\"established\":1000")));
        for (int version = 1; version <= 21; version++) {
            write(
                    "PUT",
                    "/api/v1/organizations/" + id,
                    profile("Busy Page " + id, "\"established\":" + (1000 + version)),
                    "If-Match",
                    "\"" + version + "\"");
        }

        String newest = get("/organizations/" + slug(id)).body();
        String older = get("/organizations/" + slug(id) + "?before=3").body();

        assertThat(newest)
                .contains("Version 22", "Version 3", "?before=3#history")
                .doesNotContain("Version 2 ");
        assertThat(older)
                .contains("Version 2 ", "Version 1 ", "Added to the directory")
                .doesNotContain("Version 3 ");
    }

    @Test
    void relationshipsStandAsATree() {
        String top = ror();
        String middle = ror();
        String leaf = ror();
        create(related(unique("Top Society"), top, relation("child", middle, "Middle Society")));
        String slug = slug(create(related(
                unique("Middle Society"),
                middle,
                relation("parent", top, "Top Society") + "," + relation("child", leaf, "Leaf Institute"))));
        create(related(unique("Leaf Institute"), leaf, relation("parent", middle, "Middle Society")));

        String page = get("/organizations/" + slug).body();

        assertThat(page)
                .containsSubsequence(
                        "<ul class=\"tree\">",
                        "href=\"/organizations/top-society-",
                        "<strong aria-current=\"true\"",
                        "href=\"/organizations/leaf-institute-",
                        "</ul>");
    }

    @Test
    void aTreeThatRunsInACircleIsCutOff() {
        String one = ror();
        String other = ror();
        String slug = slug(create(related(unique("Circle One"), one, relation("parent", other, "Circle Two"))));
        create(related(unique("Circle Two"), other, relation("parent", one, "Circle One")));

        assertThat(get("/organizations/" + slug).statusCode()).isEqualTo(200);
    }

    @Test
    void aPageThatSaysTheSameIsNotSentAgain() {
        String slug = slug(create(profile(unique("Cached Page"), null)));
        String tag = get("/organizations/" + slug).headers().firstValue("ETag").orElseThrow();

        assertThat(send(request("/organizations/" + slug).header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void thePageIsThereInGermanToo() {
        HttpResponse<String> created = create(profile(unique("German Page"), "\"established\":1386"));
        String slug = slug(created);
        write(
                "PUT",
                "/api/v1/organizations/" + id(created),
                profile(unique("German Page after Move"), "\"established\":1386"),
                "If-Match",
                "\"1\"");

        HttpResponse<String> moved = get("/de/organizations/" + slug);

        assertThat(moved.statusCode()).isEqualTo(301);
        assertThat(moved.headers().firstValue("Location").orElseThrow())
                .startsWith("/de/organizations/german-page-after");
        assertThat(get(moved.headers().firstValue("Location").orElseThrow()).body())
                .contains("<html lang=\"de\">", "Gegründet", "Schweiz", "Bildung", "Fassung 2");
        HttpResponse<String> missing =
                send(request("/de/organizations/no-such-page").header("Accept", "text/html"));
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("Diese Organisation gibt es hier nicht.");
    }

    private static String related(String name, String ror, String relationships) {
        return profile(
                name,
                "\"identifiers\":[{\"scheme\":\"ror\",\"value\":\"" + ror + "\"}],\"relationships\":[" + relationships
                        + "]");
    }

    private static String relation(String type, String ror, String label) {
        return "{\"type\":\"" + type + "\",\"scheme\":\"ror\",\"value\":\"" + ror + "\",\"label\":\"" + label + "\"}";
    }

    /** A ROR identifier that nobody else has: 0, six characters of Crockford's alphabet, two digits. */
    private static String ror() {
        StringBuilder id = new StringBuilder("0");
        ThreadLocalRandom.current()
                .ints(6, 0, 32)
                .forEach(index -> id.append("0123456789abcdefghjkmnpqrstvwxyz".charAt(index)));
        return id.append("00").toString();
    }

    @Test
    void oldSlugsAndIdentifiersLeadToThePage() {
        String wikidata = "Q" + Math.abs(UUID.randomUUID().getLeastSignificantBits());
        HttpResponse<String> created = create(profile(
                unique("Moved Page"), "\"identifiers\":[{\"scheme\":\"wikidata\",\"value\":\"" + wikidata + "\"}]"));
        write(
                "PUT",
                "/api/v1/organizations/" + id(created),
                profile(
                        unique("Page after Move"),
                        "\"identifiers\":[{\"scheme\":\"wikidata\",\"value\":\"" + wikidata + "\"}]"),
                "If-Match",
                "\"1\"");

        HttpResponse<String> moved = get("/organizations/" + slug(created));
        HttpResponse<String> named = get("/organizations/wikidata:" + wikidata);

        assertThat(moved.statusCode()).isEqualTo(301);
        assertThat(moved.headers().firstValue("Location").orElseThrow()).startsWith("/organizations/page-after-move-");
        assertThat(named.statusCode()).isEqualTo(302);
        assertThat(named.headers().firstValue("Location"))
                .isEqualTo(moved.headers().firstValue("Location"));
    }

    @Test
    void aMissingPageAndADeletedOneSaySoKindly() {
        HttpResponse<String> created = create(profile(unique("Deleted Page"), null));
        write("DELETE", "/api/v1/organizations/" + id(created), "", "If-Match", "\"1\"");

        HttpResponse<String> missing =
                send(request("/organizations/no-such-page").header("Accept", "text/html"));
        HttpResponse<String> gone =
                send(request("/organizations/" + slug(created)).header("Accept", "text/html"));

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).contains("<main", "There is no such organisation.");
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(gone.body()).contains("<main", "This organisation was deleted.");
    }

    /** The slug that it has by now. */
    private String slug(String id) {
        return json(get("/api/v1/organizations/" + id)).get("slug").asString();
    }

    @Test
    void aWithdrawnEntryIsGoneForMachinesAndStillThereForPeople() {
        String slug = slug(create(profile(unique("Withdrawn Page"), "\"status\":\"withdrawn\"")));

        HttpResponse<String> page = get("/organizations/" + slug);

        assertThat(page.statusCode()).isEqualTo(410);
        assertThat(page.body())
                .contains(
                        "<h1 dir=\"auto\">Withdrawn Page",
                        "This entry was withdrawn",
                        "<meta name=\"robots\" content=\"noindex\">");
    }

    private static String slug(HttpResponse<String> created) {
        return json(created).get("slug").asString();
    }
}
