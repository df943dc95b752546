package dev.waymark.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a visitor and a machine client do, in a real browser and over HTTP, through the gateway alone. */
class SpineTest extends BrowserTest {

    @BeforeAll
    static void load() {
        waymark.importAndAwait(Waymark.samples());
    }

    @Test
    void aVisitorFindsAnOrganisationByAMisspeltPrefixAndReadsItsPage() {
        try (BrowserContext context = visitor(1280, 900, true)) {
            Page page = open(context, "/");
            page.getByRole(AriaRole.MAIN).getByRole(AriaRole.COMBOBOX).fill("heidlberg univ");
            page.keyboard().press("Enter");

            page.waitForURL("**/search?q=heidlberg+univ*");
            screenshot(page, "search");
            page.getByRole(AriaRole.MAIN)
                    .getByRole(
                            AriaRole.LINK,
                            new com.microsoft.playwright.Locator.GetByRoleOptions().setName("Heidelberg University"))
                    .first()
                    .click();

            page.waitForURL("**/organizations/heidelberg-university");
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                    .hasText("Heidelberg University");
            assertThat(page.getByText("1386").first()).isVisible();
            screenshot(page, "organization");
            assertThat(context.cookies()).isEmpty();
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void everythingWorksOnAPhoneWithoutScript() {
        try (BrowserContext context = visitor(360, 740, false)) {
            Page page = open(context, "/search?q=unversity&kind=education");
            assertThat(page.getByText("Heidelberg University")
                            .or(page.getByText("University of"))
                            .first())
                    .isVisible();
            assertThat(sidewaysScroll(page)).isFalse();
            screenshot(page, "search-phone");

            page = open(context, "/organizations/heidelberg-university");
            assertThat(sidewaysScroll(page)).isFalse();
            screenshot(page, "organization-phone");

            page = open(context, "/plans");
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Premium"))
                            .first())
                    .isVisible();
            assertThat(sidewaysScroll(page)).isFalse();
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void anEditIsSearchableAndShownAtOnce() {
        JsonNode created = waymark.create("Wolpertinger Observatory");
        waymark.awaitSearchable("wolpertnger");

        HttpResponse<String> changed = waymark.write(
                "PUT",
                "/api/v1/organizations/" + created.get("id").asString(),
                "{\"name\":\"Perlmutter Observatory\",\"country\":\"CH\",\"kinds\":[\"facility\"]}",
                "If-Match",
                "\"1\"");

        assertThat(changed.statusCode()).isEqualTo(200);
        waymark.awaitSearchable("perlmuter observ");
        HttpResponse<String> old =
                waymark.get("/organizations/" + created.get("slug").asString());
        assertThat(old.statusCode()).isEqualTo(301);
        assertThat(old.headers().firstValue("Location")).hasValue("/organizations/perlmutter-observatory");
        assertThat(waymark.get("/organizations/perlmutter-observatory").body())
                .containsPattern("<h1[^>]*>Perlmutter Observatory");
    }

    @Test
    void aMachineClientReadsTheCatalogueAndTheContract() {
        assertThat(Waymark.json(waymark.get("/api/v1/plans")).toString()).contains("Basic", "Premium");
        assertThat(Waymark.json(waymark.get("/api/v1/organizations/openapi.json"))
                        .get("openapi")
                        .asString())
                .startsWith("3.1");
        assertThat(waymark.get("/api/v1/organizations?identifier=sample:heidelberg-university")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotPublicIsNotReachedThroughTheGateway() {
        for (String path : List.of("/internal/organizations/states", "/actuator/env", "/nowhere")) {
            assertThat(waymark.get(path).statusCode()).as(path).isEqualTo(404);
        }
    }
}
