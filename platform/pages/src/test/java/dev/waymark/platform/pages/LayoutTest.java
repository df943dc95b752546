package dev.waymark.platform.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.platform.web.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

class LayoutTest {
    private final Pages pages = new Pages("https://directory.example", new Assets());

    @Test
    void aPageHasTheLandmarksThatScreenReadersJumpTo() {
        String html = render(Page.of("Example"));

        assertThat(html)
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .containsOnlyOnce("<main id=\"main\"")
                .containsOnlyOnce("<h1>")
                .contains("<a class=\"skip\" href=\"#main\">", "<header", "<footer", "role=\"search\"")
                .contains("<nav aria-label=\"Site\">", "<label class=\"visually-hidden\" for=\"site-search\">")
                .contains("<title>Example · Waymark</title>", "width=device-width");
    }

    @Test
    void onlyAPageWithAnAddressOfItsOwnIsIndexed() {
        assertThat(render(Page.of("Example").at("/organizations/example")))
                .contains("<link rel=\"canonical\" href=\"https://directory.example/organizations/example\">")
                .doesNotContain("noindex");
        assertThat(render(Page.of("Example").at("/search?q=example").notIndexed()))
                .contains("<meta name=\"robots\" content=\"noindex\">")
                .contains("<link rel=\"canonical\" href=\"https://directory.example/search?q=example\">")
                .doesNotContain("rel=\"alternate\" hreflang");
        assertThat(render(Page.of("Example")))
                .contains("<meta name=\"robots\" content=\"noindex\">")
                .doesNotContain("canonical");
    }

    @Test
    void aPageNamesItselfInEveryLanguage() {
        String german = render(Language.GERMAN, Page.of("Beispiel").at("/organizations/example"));

        assertThat(german)
                .startsWith("<!DOCTYPE html>\n<html lang=\"de\">")
                .contains("rel=\"canonical\" href=\"https://directory.example/de/organizations/example\"")
                .contains("hreflang=\"en\" href=\"https://directory.example/organizations/example\"")
                .contains("hreflang=\"x-default\" href=\"https://directory.example/organizations/example\"")
                .contains("action=\"/de/search\"", "href=\"/de/plans\"", "Zum Inhalt springen")
                .contains("<a href=\"/organizations/example\" hreflang=\"en\" lang=\"en\" data-language>English</a>");
    }

    @Test
    void aPreviewSaysWhatThePageSays() {
        assertThat(render(Page.of("Example").describedAs("A sentence.").at("/plans")))
                .contains("<meta property=\"og:title\" content=\"Example\">")
                .contains("<meta property=\"og:description\" content=\"A sentence.\">")
                .containsPattern(
                        "property=\"og:image\" content=\"https://directory.example/assets/preview\\.[0-9a-f]{16}\\.png\"");
    }

    @Test
    void theNavigationSaysWhereOneIs() {
        assertThat(render(Page.of("Plans").at("/plans"))).contains("<a href=\"/plans\" aria-current=\"page\">");
        assertThat(render(Page.of("Example").at("/organizations/plans"))).doesNotContain("aria-current=\"page\"");
    }

    @Test
    void whatPeopleTypeStaysText() {
        String html = render(Page.of("</title><script>alert(1)</script>")
                .describedAs("\"><script>alert(2)</script>")
                .searching("\" onfocus=\"alert(3)"));

        assertThat(html).doesNotContain("<script>", " onfocus=\"").contains("value=\"&#34; onfocus=&#34;alert(3)\"");
    }

    @Test
    void structuredDataCannotEndItsOwnElement() {
        String html =
                render(Page.of("Example").withStructuredData("{\"name\":\"</script><script>alert(1)</script>\"}"));

        assertThat(html)
                .contains(
                        "<script type=\"application/ld+json\">{\"name\":\"\\u003c/script>\\u003cscript>alert(1)\\u003c/script>\"}"
                                + "</script>");
    }

    @Test
    void nothingInAPageNeedsAWeakerPolicy() {
        assertThat(render(Page.of("Example").describedAs("Text").at("/plans").searching("text")))
                .doesNotContain("style=\"", "<style", "<script>", "javascript:")
                .doesNotContainPattern("<script(?![^>]* integrity=\"sha512-)")
                .doesNotContainPattern(" on[a-z]+=\"");
    }

    @Test
    void whoIsNotSignedInIsOfferedToAndComesBackToThisPage() {
        assertThat(render(Page.of("Example").at("/search?q=a&kind=b")))
                .contains("<a href=\"/signin?return=%2Fsearch%3Fq%3Da%26kind%3Db\" rel=\"nofollow\">Sign in</a>")
                .doesNotContain("/signout", "\"/account\"");
        assertThat(render(Language.GERMAN, Page.of("Beispiel").at("/plans")))
                .contains("<a href=\"/signin?return=%2Fde%2Fplans\" rel=\"nofollow\">Anmelden</a>");
        assertThat(render(Page.of("Error"))).doesNotContain("/signin", "/signout");
    }

    @Test
    void whoIsSignedInFindsTheirAccountAndTheWayOut() {
        signedIn("true");

        assertThat(render(Language.GERMAN, Page.of("Konto").at("/account/password")))
                .contains("<a href=\"/de/account\" aria-current=\"page\">Konto</a>")
                .contains("<form action=\"/signout\" method=\"post\"><button type=\"submit\">Abmelden</button></form>")
                .doesNotContain("/signin");
        assertThat(render(Page.of("Error"))).contains("/account", "/signout");
    }

    @Test
    void whoIsSignedInWithTheServiceAloneFindsItsWayOutAndNoOther() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        Viewer.signsOutAt(request, "/de/login/end?a=b");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));

        assertThat(render(Language.GERMAN, Page.of("Konto").at("/account/password")))
                .contains("<a href=\"/de/account\" aria-current=\"page\">Konto</a>")
                .contains("<a href=\"/de/login/end?a=b\" rel=\"nofollow\">Abmelden</a>")
                .doesNotContain("/signin", "/signout");

        request.addHeader("Waymark-Signed-In", "true");
        assertThat(render(Page.of("Konto").at("/account/password")))
                .contains("action=\"/signout\"")
                .doesNotContain("/login/end");
    }

    @Test
    void nothingElseInTheHeaderSignsAnybodyIn() {
        signedIn("yes");

        assertThat(render(Page.of("Example").at("/plans"))).contains("/signin").doesNotContain("/signout");
    }

    private static void signedIn(String value) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Waymark-Signed-In", value);
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
    }

    @AfterEach
    void nobodyIsSignedIn() {
        RequestContextHolder.resetRequestAttributes();
    }

    private String render(Page page) {
        return render(Language.ENGLISH, page);
    }

    private String render(Language language, Page page) {
        Problem problem = new Problem(
                HttpStatus.BAD_REQUEST, "example", "Sentence.", List.of(new Problem.FieldError("name", "short")));
        return pages.html(
                Texts.in(language),
                page,
                "problem.jte",
                Map.of("title", "Example", "sentence", "Sentence.", "problem", problem, "reference", ""));
    }
}
