package dev.waymark.organization;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

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
                .contains("<h1>Page Academy", "Bern, Switzerland", "1765", "Académie de la page", "alias, French")
                .contains("openstreetmap.org/?mlat=46.95000&amp;mlon=7.45000")
                .contains("href=\"/organizations/ror:012345678\">Council of Academies")
                .contains("rel=\"canonical\" href=\"http://localhost:8080/organizations/" + slug + "\"")
                .contains("\"@type\":\"Organization\"");
        assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void aNameIsTextAndNeverMarkup() {
        String name = unique("<script>alert(1)</script> & Sons");
        String slug = slug(create(profile(name, null)));

        String page = get("/organizations/" + slug).body();

        assertThat(page)
                .contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; Sons")
                .doesNotContain("<script>alert");
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

    @Test
    void aWithdrawnEntryIsGoneForMachinesAndStillThereForPeople() {
        String slug = slug(create(profile(unique("Withdrawn Page"), "\"status\":\"withdrawn\"")));

        HttpResponse<String> page = get("/organizations/" + slug);

        assertThat(page.statusCode()).isEqualTo(410);
        assertThat(page.body())
                .contains(
                        "<h1>Withdrawn Page", "This entry was withdrawn", "<meta name=\"robots\" content=\"noindex\">");
    }

    private static String slug(HttpResponse<String> created) {
        return json(created).get("slug").asString();
    }
}
