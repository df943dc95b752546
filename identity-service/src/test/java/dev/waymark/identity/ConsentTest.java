package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.Provider.Person;
import dev.waymark.identity.Provider.TestClient;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.grants.Consent;
import dev.waymark.identity.grants.Consents;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class ConsentTest {
    private final Provider provider = Provider.shared();
    private final TestClient client = provider.client();
    private final Person person = provider.signedIn();
    private final Browser browser = new Browser(provider, person);

    @Test
    void somebodyIsAskedBeforeAClientOfOthersLearnsMoreThanThatHeIsSignedIn() {
        HttpResponse<String> page = browser.get(asked("openid email"));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Waymark-Form-Action")).hasValue("https://client.example");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.body())
                .contains(client.name())
                .contains("https://client.example")
                .contains("Your email address")
                .doesNotContain("Your name and your language");

        HttpResponse<String> allowed = browser.submit(page, "/login/consent", Map.of("decision", "allow"));
        assertThat(allowed.statusCode()).isEqualTo(303);
        assertThat(Provider.parameters(browser.get(Provider.location(allowed))))
                .containsKey("code")
                .containsEntry("state", "a state & more");
    }

    @Test
    void anAnswerIsRememberedUntilMoreIsAskedFor() {
        provider.code(person, client, "scope", "openid email");

        assertThat(Provider.parameters(authorize("openid email"))).containsKey("code");
        assertThat(Provider.parameters(authorize("openid"))).containsKey("code");
        assertThat(Provider.location(authorize("openid email profile"))).startsWith("/login/consent?");
        provider.code(person, client, "scope", "openid profile");
        assertThat(Provider.parameters(authorize("openid email profile"))).containsKey("code");
        assertThat(Provider.location(
                        provider.authorize(provider.signedIn(), Provider.request(client, "scope", "openid email"))))
                .startsWith("/login/consent?");
    }

    @Test
    void whoDoesNotAgreeGoesBackWithoutACode() {
        HttpResponse<String> page = browser.get(asked("openid email"));

        HttpResponse<String> denied = browser.submit(page, "/login/consent", Map.of("decision", "deny"));

        assertThat(Provider.location(denied)).startsWith(Provider.CALLBACK + "?");
        assertThat(Provider.parameters(denied))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "a state & more")
                .containsEntry("iss", IdentityServer.ORIGIN);
        assertThat(provider.bean(Consents.class).of(person.account())).isEmpty();
    }

    @Test
    void aClientCanHaveSomebodyAskedOnceMore() {
        provider.code(person, client, "scope", "openid email");

        HttpResponse<String> answer =
                provider.authorize(person, Provider.request(client, "scope", "openid email", "prompt", "consent"));
        assertThat(Provider.location(answer)).startsWith("/login/consent?");
        HttpResponse<String> allowed =
                browser.submit(browser.get(Provider.location(answer)), "/login/consent", Map.of("decision", "allow"));
        assertThat(Provider.parameters(browser.get(Provider.location(allowed)))).containsKey("code");
    }

    @Test
    void theSitesOwnClientAsksNobody() {
        assertThat(Provider.parameters(provider.authorize(
                        person, Provider.request(provider.gateway(), "scope", "openid", "prompt", "consent"))))
                .containsKey("code");
    }

    @Test
    void theSitesOwnClientCannotLearnAnythingAboutAnybody() {
        for (String scope : new String[] {"openid profile", "openid email"}) {
            assertThat(Provider.parameters(
                            provider.authorize(person, Provider.request(provider.gateway(), "scope", scope))))
                    .containsEntry("error", "invalid_scope");
        }
    }

    @Test
    void thePageIsInTheLanguageThatTheClientAskedFor() {
        HttpResponse<String> answer =
                provider.authorize(person, Provider.request(client, "scope", "openid email", "ui_locales", "de"));

        assertThat(Provider.location(answer)).startsWith("/de/login/consent?");
        assertThat(browser.get(Provider.location(answer)).body())
                .contains("<html lang=\"de\">")
                .contains("Ihre E-Mail-Adresse")
                .contains("action=\"/de/login/consent\"");
    }

    @Test
    void anAnswerWithoutTheTokenOfAFormCountsForNothing() {
        String path = asked("openid email");
        browser.get(path);
        String request = String.valueOf(Provider.parameters(path).get("continue"));

        HttpResponse<String> answer = browser.post("/login/consent", Map.of("continue", request, "decision", "allow"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(provider.bean(Consents.class).of(person.account())).isEmpty();
    }

    @Test
    void thePageLeadsNowhereButToRegisteredClients() {
        for (String path : new String[] {
            "https://evil.example/", "//evil.example", "/account", "/oauth2/authorize?client_id=nobody"
        }) {
            HttpResponse<String> page = browser.get("/login/consent?continue=" + Provider.encoded(path));
            assertThat(page.statusCode()).as(path).isEqualTo(400);
            assertThat(page.headers().firstValue("Waymark-Form-Action")).isEmpty();
        }
    }

    @Test
    void whatIsWithdrawnEndsAllThatTheClientHas() {
        JsonNode tokens = provider.tokens(person, client, "scope", "openid email");
        JsonNode others = provider.tokens(provider.signedIn(), client, "scope", "openid email");
        Consents consents = provider.bean(Consents.class);
        Consent given = consents.of(person.account()).getFirst();
        assertThat(given.name()).isEqualTo(client.name());
        assertThat(given.scopes()).containsExactly("email");

        assertThat(consents.withdraw(person.account(), given.client(), Actor.system()))
                .isTrue();

        assertThat(consents.of(person.account())).isEmpty();
        assertThat(Provider.error(provider.refresh(client, Provider.text(tokens, "refresh_token"))))
                .isEqualTo("400 invalid_grant");
        assertThat(provider.userInfo(Provider.text(tokens, "access_token")).statusCode())
                .isEqualTo(401);
        assertThat(Provider.location(authorize("openid email"))).startsWith("/login/consent?");
        assertThat(provider.refresh(client, Provider.text(others, "refresh_token"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(consents.withdraw(person.account(), given.client(), Actor.system()))
                .isFalse();
    }

    @Test
    void itIsWrittenDownWhatSomebodyAgreedTo() {
        provider.code(person, client, "scope", "openid email");
        Consents consents = provider.bean(Consents.class);
        consents.withdraw(
                person.account(), consents.of(person.account()).getFirst().client(), Actor.system());

        assertThat(provider.bean(JdbcClient.class)
                        .sql("select type || ' ' || coalesce(details ->> 'client', '') from audit_event"
                                + " where account_id = ? and type like 'client_%' order by id")
                        .param(person.account())
                        .query(String.class)
                        .list())
                .containsExactly(
                        "client_authorized " + client.name(),
                        "client_authorized " + client.name(),
                        "client_withdrawn " + client.name());
    }

    private HttpResponse<String> authorize(String scope) {
        return provider.authorize(person, Provider.request(client, "scope", scope));
    }

    private String asked(String scope) {
        String path = Provider.location(authorize(scope));
        assertThat(path).startsWith("/login/consent?continue=");
        return path;
    }
}
