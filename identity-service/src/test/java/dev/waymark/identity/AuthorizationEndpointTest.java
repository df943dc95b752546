package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.Provider.Person;
import dev.waymark.identity.Provider.TestClient;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.browser.FormTargets;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.sessions.LoginSession;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SessionEnds;
import dev.waymark.identity.sessions.SignInMethod;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationEndpointTest {
    private final Provider provider = Provider.shared();
    private final TestClient client = provider.client();

    @Test
    void whoIsSignedInGoesBackWithACodeAndTheNameOfWhoGaveIt() {
        HttpResponse<String> answer = provider.authorize(provider.signedIn(), Provider.request(client));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(Provider.location(answer)).startsWith(Provider.CALLBACK + "?");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        Map<String, String> parameters = Provider.parameters(answer);
        assertThat(parameters.keySet()).containsExactlyInAnyOrder("code", "iss", "state");
        assertThat(parameters.get("code")).hasSize(43);
        assertThat(parameters.get("iss")).isEqualTo(IdentityServer.ORIGIN);
        assertThat(parameters.get("state")).isEqualTo("a state & more");
    }

    @Test
    void whoIsNotSignedInIsSentToSignInAndBack() {
        Map<String, String> request = Provider.request(client, "login_hint", "ada@people.example");
        HttpResponse<String> answer = provider.authorize(null, request);

        assertThat(Provider.location(answer)).startsWith("/login?continue=");
        Map<String, String> parameters = Provider.parameters(answer);
        assertThat(parameters.get("login_hint")).isEqualTo("ada@people.example");
        HttpResponse<String> back = provider.browse(provider.signedIn(), String.valueOf(parameters.get("continue")));
        assertThat(Provider.parameters(back)).containsKey("code").containsEntry("state", "a state & more");
    }

    @ParameterizedTest
    @CsvSource({"de,/de/login", "de-AT en,/de/login", "fr de en,/de/login", "en de,/login", "fr,/login"})
    void theLoginIsInTheLanguageThatTheClientAskedFor(String locales, String page) {
        HttpResponse<String> answer = provider.authorize(null, Provider.request(client, "ui_locales", locales));

        assertThat(Provider.location(answer)).startsWith(page + "?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example/callback/",
                "https://client.example/callback?x=1",
                "https://client.example/callback#x",
                "https://client.example/Callback",
                "https://CLIENT.example/callback",
                "https://client.example:443/callback",
                "http://client.example/callback",
                "https://client.example/callback/../callback",
                "https://client.example/callback%2f",
                "https://client.example.evil.example/callback",
                "https://client.example@evil.example/callback",
                "https://evil.example/callback",
                "//evil.example",
                "javascript:alert(1)",
                "/"
            })
    void whatIsNotExactlyTheRegisteredAddressIsNeverGoneTo(String redirectUri) {
        HttpResponse<String> answer =
                provider.authorize(provider.signedIn(), Provider.request(client, "redirect_uri", redirectUri));

        assertRefusedOnAPage(answer);
    }

    @Test
    void requestsThatNobodyVouchesForAreAnsweredWithAPage() {
        Person person = provider.signedIn();

        assertRefusedOnAPage(provider.authorize(person, Provider.request(client, "client_id", "")));
        assertRefusedOnAPage(provider.authorize(person, Provider.request(client, "client_id", "nobody")));
        assertRefusedOnAPage(provider.authorize(person, Provider.request(client, "client_id", "\u0000")));
        assertRefusedOnAPage(provider.authorize(person, Provider.request(client, "client_id", "search-indexer")));
        assertRefusedOnAPage(provider.authorize(person, Provider.request(client, "redirect_uri", "")));
        String query = Provider.query(Provider.request(client));
        assertRefusedOnAPage(provider.browse(person, "/oauth2/authorize?" + query + "&client_id=gateway"));
        assertRefusedOnAPage(provider.browse(
                person, "/oauth2/authorize?" + query + "&redirect_uri=" + Provider.encoded("https://evil.example/")));
        // Nobody is sent to sign in for a request that leads nowhere.
        assertRefusedOnAPage(provider.authorize(null, Provider.request(client, "client_id", "nobody")));
        TestClient disabled = provider.client();
        provider.command("client", "disable", disabled.name());
        assertRefusedOnAPage(provider.authorize(person, Provider.request(disabled)));
        HttpResponse<String> german =
                provider.authorize(person, Provider.request(client, "client_id", "nobody", "ui_locales", "de"));
        assertThat(german.body()).contains("<html lang=\"de\">").contains("Wir kennen diese Anwendung nicht");
    }

    @ParameterizedTest
    @CsvSource({
        "response_type,'',invalid_request",
        "response_type,token,unsupported_response_type",
        "response_type,code id_token,unsupported_response_type",
        "response_mode,fragment,invalid_request",
        "scope,'',invalid_scope",
        "scope,profile,invalid_scope",
        "code_challenge,'',invalid_request",
        "code_challenge,too-short,invalid_request",
        "code_challenge_method,'',invalid_request",
        "code_challenge_method,plain,invalid_request",
        "code_challenge_method,s256,invalid_request",
        "prompt,none login,invalid_request",
        "prompt,unheard-of,invalid_request",
        "max_age,-1,invalid_request",
        "max_age,soon,invalid_request",
        "request,eyJhbGciOiJub25lIn0.e30.,request_not_supported",
        "request_uri,https://client.example/r,request_uri_not_supported",
        "registration,{},registration_not_supported"
    })
    void whatIsWrongIsToldToTheClient(String name, String value, String error) {
        HttpResponse<String> answer = provider.authorize(provider.signedIn(), Provider.request(client, name, value));

        assertThat(Provider.location(answer)).startsWith(Provider.CALLBACK + "?");
        assertThat(Provider.parameters(answer))
                .containsEntry("error", error)
                .containsEntry("state", "a state & more")
                .containsEntry("iss", IdentityServer.ORIGIN)
                .doesNotContainKey("code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonce", "state", "login_hint", "scope", "id_token_hint"})
    void aControlCharacterIsRefused(String name) {
        HttpResponse<String> answer = provider.authorize(
                provider.signedIn(), Provider.request(client, "scope", "openid", name, "openid\u0000"));

        assertThat(Provider.location(answer)).startsWith(Provider.CALLBACK + "?");
        assertThat(Provider.parameters(answer)).containsEntry("error", "invalid_request");
    }

    @Test
    void aRepeatedParameterIsRefused() {
        HttpResponse<String> answer = provider.browse(
                provider.signedIn(), "/oauth2/authorize?" + Provider.query(Provider.request(client)) + "&scope=openid");

        assertThat(Provider.parameters(answer)).containsEntry("error", "invalid_request");
    }

    @Test
    void scopesThatAreNotUnderstoodAreIgnoredAndThoseThatAreNotRegisteredRefused() {
        Person person = provider.signedIn();
        TestClient modest = provider.client("--redirect-uri", Provider.CALLBACK);

        assertThat(Provider.parameters(
                        provider.authorize(person, Provider.request(modest, "scope", "openid offline_access"))))
                .containsKey("code");
        assertThat(Provider.parameters(provider.authorize(person, Provider.request(modest, "scope", "openid email"))))
                .containsEntry("error", "invalid_scope");
    }

    @Test
    void aRequestMayComeByPost() {
        Person person = provider.signedIn();
        HttpResponse<String> answer = Requests.post(provider.address + "/oauth2/authorize", Provider.request(client));

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(Provider.parameters(provider.browse(person, Provider.location(answer))))
                .containsKey("code");
    }

    @Test
    void aFormIsCarriedOnWithoutWhatIsUnknownAndAnsweredWhenItIsWrong() {
        Map<String, String> form = Provider.request(client, "unknown", "x".repeat(20_000));
        HttpResponse<String> answer = Requests.post(provider.address + "/oauth2/authorize", form);
        assertThat(Provider.parameters(answer)).isEqualTo(Provider.request(client));

        for (String name : List.of("state", "login_hint")) {
            form = Provider.request(client, name, "x".repeat(20_000));
            answer = Requests.post(provider.address + "/oauth2/authorize", form);
            assertThat(Provider.location(answer)).startsWith(Provider.CALLBACK + "?");
            assertThat(Provider.parameters(answer)).containsEntry("error", "invalid_request");
        }
        assertRefusedOnAPage(
                Requests.post(provider.address + "/oauth2/authorize", Provider.request(client, "client_id", "nobody")));
    }

    @ParameterizedTest
    @CsvSource({"a,state", "ü,state", "&,state", "a,login_hint", "ü,login_hint"})
    void whatIsTakenComesThroughALoginAndWhatCannotIsRefusedAtOnce(String letter, String name) {
        Map<String, String> request = Provider.request(client, "prompt", "login", name, letter);
        int left =
                2000 - "/oauth2/authorize?".length() - Provider.query(request).length();
        String most = letter.repeat(1 + left / Provider.encoded(letter).length());

        request.put(name, most);
        HttpResponse<String> answer = provider.authorize(null, request);
        // The gateway takes addresses of 4,096 characters.
        assertThat(Provider.location(answer)).startsWith("/login?").hasSizeLessThan(4000);
        String back = String.valueOf(Provider.parameters(answer).get("continue"));
        assertThat(back).hasSizeLessThan(3000);
        provider.clock.advance(Duration.ofSeconds(1));
        assertThat(Provider.parameters(provider.browse(provider.signedIn(), back)))
                .containsKey("code");

        request.put(name, most + letter);
        assertThat(Provider.parameters(provider.authorize(null, request))).containsEntry("error", "invalid_request");
    }

    @Test
    void aSilentRequestIsAnsweredWithoutAnyPage() {
        Person person = provider.signedIn();

        assertThat(Provider.parameters(provider.authorize(null, Provider.request(client, "prompt", "none"))))
                .containsEntry("error", "login_required");
        assertThat(Provider.parameters(provider.authorize(person, Provider.request(client, "prompt", "none"))))
                .containsKey("code");
        assertThat(Provider.parameters(provider.authorize(
                        person, Provider.request(client, "prompt", "none", "scope", "openid email"))))
                .containsEntry("error", "consent_required");
        provider.clock.advance(Duration.ofSeconds(11));
        assertThat(Provider.parameters(
                        provider.authorize(person, Provider.request(client, "prompt", "none", "max_age", "10"))))
                .containsEntry("error", "login_required");
    }

    @ParameterizedTest
    @CsvSource({"prompt,login", "prompt,select_account", "max_age,0", "max_age,10"})
    void aFreshLoginIsAskedForOnce(String name, String value) {
        Person person = provider.signedIn();
        provider.clock.advance(Duration.ofSeconds(11));

        HttpResponse<String> answer = provider.authorize(person, Provider.request(client, name, value));
        assertThat(Provider.location(answer)).startsWith("/login/again?continue=");
        String back = String.valueOf(Provider.parameters(answer).get("continue"));

        // Whoever goes on without it is sent there again.
        assertThat(Provider.location(provider.browse(person, back))).startsWith("/login/again?continue=");
        Person again = signInAgain(person);
        provider.clock.advance(Duration.ofSeconds(2));
        assertThat(Provider.parameters(provider.browse(again, back)))
                .containsKey("code")
                .containsEntry("state", "a state & more");
    }

    @Test
    void whoHadToSignInAnywayIsNotAskedAgain() {
        HttpResponse<String> answer =
                provider.authorize(null, Provider.request(client, "prompt", "login", "max_age", "0"));
        assertThat(Provider.location(answer)).startsWith("/login?continue=");
        String back = String.valueOf(Provider.parameters(answer).get("continue"));
        provider.clock.advance(Duration.ofSeconds(1));
        Person person = provider.signedIn();
        provider.clock.advance(Duration.ofSeconds(1));

        assertThat(Provider.parameters(provider.browse(person, back))).containsKey("code");
    }

    @Test
    void aLoginThatIsFreshEnoughIsEnough() {
        assertThat(Provider.parameters(
                        provider.authorize(provider.signedIn(), Provider.request(client, "max_age", "3600"))))
                .containsKey("code");
    }

    @Test
    void aHintAboutSomebodyElseIsNotAnsweredAboutWhoIsHere() {
        Person person = provider.signedIn();
        String own = Provider.text(provider.tokens(person, client), "id_token");
        String other = Provider.text(provider.tokens(provider.signedIn(), client), "id_token");

        assertThat(Provider.parameters(provider.authorize(person, Provider.request(client, "id_token_hint", own))))
                .containsKey("code");
        for (String hint : List.of(other, "no token")) {
            assertThat(Provider.parameters(provider.authorize(person, Provider.request(client, "id_token_hint", hint))))
                    .containsEntry("error", "login_required");
        }
    }

    @Test
    void aSessionThatHasEndedSignsNobodyIn() {
        Person person = provider.signedIn();
        provider.bean(SessionEnds.class).end(person.account(), person.session(), Actor.system(), "test");

        assertThat(Provider.location(provider.authorize(person, Provider.request(client))))
                .startsWith("/login?continue=");
    }

    @Test
    void aRegisteredAddressKeepsItsOwnQuery() {
        String callback = "https://client.example/callback?tenant=1";
        TestClient tenant = provider.client("--redirect-uri", callback);
        HttpResponse<String> answer =
                provider.authorize(provider.signedIn(), Provider.request(tenant, "redirect_uri", callback));

        assertThat(Provider.location(answer)).startsWith(callback + "&code=");
    }

    @Test
    void theLoginPagesLearnWhereTheirFormsMayLeadTo() {
        FormTargets pending = provider.bean(FormTargets.class);

        assertThat(pending.origin("/oauth2/authorize?" + Provider.query(Provider.request(client))))
                .hasValue("https://client.example");
        Map<String, String> elsewhere = new TreeMap<>(Provider.request(client));
        elsewhere.put("redirect_uri", "https://evil.example/");
        for (String path : List.of(
                "/oauth2/authorize?" + Provider.query(elsewhere),
                "/oauth2/authorize?" + Provider.query(Provider.request(provider.gateway())),
                "/oauth2/authorize?client_id=%zz",
                "/oauth2/authorize",
                "/account",
                "")) {
            assertThat(pending.origin(path)).as(path).isEmpty();
        }
    }

    /** The session is the same, and its cookie another one. */
    private Person signInAgain(Person person) {
        LoginSessions sessions = provider.bean(LoginSessions.class);
        String[] cookie = person.cookie().split("=", 2);
        LoginSession session = sessions.of(cookie[1]).orElseThrow();
        String token = sessions.reauthenticated(
                session, SignInMethod.PASSWORD, new Visitor("192.0.2.1", "a browser", new byte[32]));
        return new Person(person.account(), person.session(), cookie[0] + "=" + token, person.email());
    }

    private static void assertRefusedOnAPage(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(answer.body()).contains("<h1>").doesNotContain("evil.example");
    }
}
