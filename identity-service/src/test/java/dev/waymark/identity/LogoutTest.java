package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.Provider.Person;
import dev.waymark.identity.Provider.TestClient;
import dev.waymark.identity.sessions.LoginSessions;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LogoutTest {
    private static final String AFTER = "https://client.example/after";

    private final Provider provider = Provider.shared();
    private final Person person = provider.signedIn();
    private final Browser browser = new Browser(provider, person);
    private final TestClient client =
            provider.client("--redirect-uri", Provider.CALLBACK, "--post-logout-redirect-uri", AFTER);

    @Test
    void aClientWithATokenOfThisSessionEndsItWithoutAQuestion() {
        JsonNode tokens = provider.tokens(person, client);

        HttpResponse<String> answer = logout("id_token_hint", idToken(tokens), "post_logout_redirect_uri", AFTER);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(Provider.location(answer)).isEqualTo(AFTER + "?state=a+state");
        assertThat(isSignedIn(person)).isFalse();
        assertThat(browser.hasCookie("login")).isFalse();
        assertThat(Provider.error(provider.refresh(client, Provider.text(tokens, "refresh_token"))))
                .isEqualTo("400 invalid_grant");
    }

    @Test
    void theTokenMayHaveExpired() {
        JsonNode tokens = provider.tokens(person, client);
        provider.clock.advance(Duration.ofHours(2));

        HttpResponse<String> answer = logout("id_token_hint", idToken(tokens), "post_logout_redirect_uri", AFTER);

        assertThat(Provider.location(answer)).startsWith(AFTER);
        assertThat(isSignedIn(person)).isFalse();
    }

    @Test
    void theGatewaySendsPeopleToTheStartPage() {
        JsonNode tokens = provider.tokens(person, provider.gateway());

        HttpResponse<String> answer =
                logout("id_token_hint", idToken(tokens), "post_logout_redirect_uri", IdentityServer.ORIGIN + "/");

        assertThat(Provider.location(answer)).isEqualTo(IdentityServer.ORIGIN + "/?state=a+state");
    }

    @Test
    void withoutATokenThePersonIsAsked() {
        HttpResponse<String> answer = logout("client_id", client.name(), "post_logout_redirect_uri", AFTER);
        assertThat(Provider.location(answer)).startsWith("/login/end?");
        assertThat(isSignedIn(person)).isTrue();

        HttpResponse<String> page = browser.get(Provider.location(answer));
        assertThat(page.headers().firstValue("Waymark-Form-Action")).hasValue("https://client.example");
        assertThat(page.body()).contains(client.name());
        HttpResponse<String> confirmed = browser.submit(page, "/login/end", Map.of());

        assertThat(Provider.location(confirmed)).isEqualTo(AFTER + "?state=a+state");
        assertThat(isSignedIn(person)).isFalse();
        assertThat(browser.hasCookie("login")).isFalse();
    }

    @Test
    void aTokenOfAnotherSessionIsNoReasonToEndThisOne() {
        Person elsewhere = provider.again(person);
        JsonNode tokens = provider.tokens(elsewhere, client);

        HttpResponse<String> answer = logout("id_token_hint", idToken(tokens), "post_logout_redirect_uri", AFTER);

        assertThat(Provider.location(answer)).startsWith("/login/end?").doesNotContain(idToken(tokens));
        assertThat(isSignedIn(person)).isTrue();
        browser.submit(browser.get(Provider.location(answer)), "/login/end", Map.of());
        assertThat(isSignedIn(person)).isFalse();
        assertThat(isSignedIn(elsewhere)).isTrue();
    }

    @Test
    void anAccessTokenAForgedOneAndOneForAnotherClientProveNothing() {
        JsonNode tokens = provider.tokens(person, client);
        String[] parts = idToken(tokens).split("\\.");
        String forged = parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length());

        for (String hint : new String[] {Provider.text(tokens, "access_token"), forged, "no token"}) {
            assertThat(Provider.location(logout("id_token_hint", hint))).startsWith("/login/end?");
        }
        assertThat(Provider.location(logout(
                        "id_token_hint", idToken(tokens), "client_id", "gateway", "post_logout_redirect_uri", AFTER)))
                .startsWith("/login/end?")
                .doesNotContain("client.example");
        assertThat(isSignedIn(person)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                AFTER + "/",
                AFTER + "?x=1",
                "https://client.example/callback",
                "https://evil.example/",
                "//evil.example"
            })
    void whatIsNotRegisteredIsNeverGoneTo(String address) {
        JsonNode tokens = provider.tokens(person, client);

        HttpResponse<String> answer = logout("id_token_hint", idToken(tokens), "post_logout_redirect_uri", address);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains("You are signed out").doesNotContain("evil.example");
        assertThat(isSignedIn(person)).isFalse();
    }

    @Test
    void aControlCharacterIsRefused() {
        for (String name : new String[] {"client_id", "state", "post_logout_redirect_uri"}) {
            assertThat(logout(name, "\u0000").statusCode()).as(name).isEqualTo(400);
        }
        assertThat(isSignedIn(person)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ü", "&"})
    void aStateComesBackUnchangedUpToAsMuchAsAnAddressCanCarry(String letter) {
        int most = 2000 / Provider.encoded(letter).length();
        String state = letter.repeat(most);

        HttpResponse<String> answer =
                logout("client_id", client.name(), "post_logout_redirect_uri", AFTER, "state", state);
        assertThat(Provider.location(answer)).startsWith("/login/end?").hasSizeLessThan(4000);
        HttpResponse<String> confirmed = browser.submit(browser.get(Provider.location(answer)), "/login/end", Map.of());
        assertThat(Provider.parameters(confirmed)).containsEntry("state", state);
    }

    @Test
    void moreThanAnAddressCanCarryIsRefusedByEveryWayAndEndsNothing() {
        String idToken = idToken(provider.tokens(person, client));
        for (Map<String, String> request : List.of(
                Map.of("id_token_hint", idToken, "post_logout_redirect_uri", AFTER, "state", "x".repeat(2001)),
                Map.of("id_token_hint", idToken, "state", "ü".repeat(400)),
                Map.of("id_token_hint", idToken, "post_logout_redirect_uri", AFTER + "?" + "x".repeat(4000)),
                Map.of("id_token_hint", "x".repeat(4000)),
                Map.of("id_token_hint", idToken, "ui_locales", "de ".repeat(2000)))) {
            assertTooLong(browser.get("/oauth2/logout?" + Provider.query(request)));
            assertTooLong(Requests.post(provider.address + "/oauth2/logout", request));
        }
        HttpResponse<String> question =
                browser.get(Provider.location(logout("client_id", client.name(), "post_logout_redirect_uri", AFTER)));
        assertTooLong(browser.submit(question, "/login/end", Map.of("state", "x".repeat(2001))));
        assertThat(isSignedIn(person)).isTrue();
    }

    private static void assertTooLong(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.body()).contains("wants too much to be remembered").doesNotContain("xxx");
    }

    @Test
    void whoIsSignedInHereAloneFindsTheWayOutOnPagesOfTheAccount() {
        HttpResponse<String> page = browser.get("/account");
        assertThat(page.body())
                .containsOnlyOnce("Sign out</a>")
                .contains("<a href=\"/login/end?ui_locales=en\" rel=\"nofollow\">")
                .doesNotContain("action=\"/signout\"", "href=\"/signin");
        assertThat(browser.get("/de/account/security").body())
                .containsOnlyOnce("Abmelden</a>")
                .contains("<a href=\"/de/login/end?ui_locales=de\" rel=\"nofollow\">");

        HttpResponse<String> question = browser.get("/de/login/end?ui_locales=de");
        assertThat(isSignedIn(person)).as("a link alone signs nobody out").isTrue();
        HttpResponse<String> out = browser.submit(question, "/de/login/end", Map.of());

        assertThat(out.body()).contains("Sie sind abgemeldet");
        assertThat(isSignedIn(person)).isFalse();
    }

    @Test
    void whoIsSignedInAtTheSiteIsSignedOutOfBothByTheUsualButtonAlone() {
        HttpResponse<String> page =
                Requests.get(provider.address + "/account", "Cookie", person.cookie(), "Waymark-Signed-In", "true");

        assertThat(page.body())
                .containsOnlyOnce("Sign out<")
                .contains("<form action=\"/signout\" method=\"post\">")
                .doesNotContain("/login/end");
    }

    @Test
    void whoIsNotSignedInIsAskedNothing() {
        HttpResponse<String> answer = provider.browse(
                null,
                "/oauth2/logout?client_id=" + client.name() + "&post_logout_redirect_uri=" + Provider.encoded(AFTER));
        assertThat(Provider.location(answer)).isEqualTo(AFTER);

        HttpResponse<String> page = provider.browse(null, "/oauth2/logout?ui_locales=de");
        assertThat(page.body()).contains("<html lang=\"de\">").contains("Sie sind abgemeldet");
    }

    @Test
    void aConfirmationWithoutTheTokenOfAFormCountsForNothing() {
        browser.get(Provider.location(logout("client_id", client.name())));

        assertThat(browser.post("/login/end", Map.of()).statusCode()).isEqualTo(403);
        assertThat(isSignedIn(person)).isTrue();
    }

    @Test
    void aRequestMayComeByPost() {
        JsonNode tokens = provider.tokens(person, client);

        HttpResponse<String> answer = Requests.post(
                provider.address + "/oauth2/logout",
                Map.of("id_token_hint", idToken(tokens), "post_logout_redirect_uri", AFTER));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(Provider.location(browser.get(Provider.location(answer)))).isEqualTo(AFTER);
        assertThat(isSignedIn(person)).isFalse();
    }

    private HttpResponse<String> logout(String... parameters) {
        Map<String, String> query = new TreeMap<>(Map.of("state", "a state"));
        for (int i = 0; i < parameters.length; i += 2) {
            query.put(parameters[i], parameters[i + 1]);
        }
        return browser.get("/oauth2/logout?" + Provider.query(query));
    }

    private static String idToken(JsonNode tokens) {
        return Provider.text(tokens, "id_token");
    }

    private boolean isSignedIn(Person somebody) {
        return provider.bean(LoginSessions.class)
                .of(somebody.cookie().split("=", 2)[1])
                .isPresent();
    }
}
