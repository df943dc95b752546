package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.identity.Provider.Person;
import dev.waymark.identity.Provider.TestClient;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.sessions.SessionEnds;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What can be asked about tokens, and done with them: userinfo, introspection, revocation. */
class TokenUseTest {
    private final Provider provider = Provider.shared();
    private final TestClient client = provider.client();
    private final Person person = provider.signedIn();

    @Test
    void userinfoSaysWhatTheScopesPermit() {
        JsonNode id = userInfo(provider.tokens(person, client, "scope", "openid"));
        JsonNode email = userInfo(provider.tokens(person, client, "scope", "openid email"));
        JsonNode profile = userInfo(provider.tokens(person, client, "scope", "openid profile"));

        assertThat(names(id)).containsExactly("sub");
        assertThat(Provider.text(id, "sub")).isEqualTo(person.account().toString());
        assertThat(names(email)).containsExactlyInAnyOrder("sub", "email", "email_verified");
        assertThat(Provider.text(email, "email")).isEqualTo(person.email());
        assertThat(email.path("email_verified").asBoolean()).isTrue();
        assertThat(names(profile)).containsExactlyInAnyOrder("sub", "name", "locale");
        assertThat(Provider.text(profile, "name")).startsWith("Ada person");
        assertThat(Provider.text(profile, "locale")).isEqualTo("de");
    }

    @Test
    void userinfoTakesTheTokenByPostAndInAFormToo() {
        String token = Provider.text(provider.tokens(person, client), "access_token");

        assertThat(Requests.post(provider.address + "/oauth2/userinfo", Map.of(), "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(200);
        assertThat(Requests.post(provider.address + "/oauth2/userinfo", Map.of("access_token", token))
                        .statusCode())
                .isEqualTo(200);
        // RFC 6750, section 2: never in two ways, and never in an address, which ends in logs.
        assertThat(Requests.post(
                                provider.address + "/oauth2/userinfo",
                                Map.of("access_token", token),
                                "Authorization",
                                "Bearer " + token)
                        .statusCode())
                .isEqualTo(400);
        assertThat(Requests.get(provider.address + "/oauth2/userinfo?access_token=" + token)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void userinfoTakesNoOtherTokens() {
        JsonNode tokens = provider.tokens(person, client);
        String machine = provider.command("token").strip();

        for (String token : new String[] {
            Provider.text(tokens, "id_token"), Provider.text(tokens, "refresh_token"), machine, "nonsense"
        }) {
            HttpResponse<String> answer = provider.userInfo(token);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
        }
        HttpResponse<String> without = Requests.get(provider.address + "/oauth2/userinfo");
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @Test
    void anAccessTokenIsGoodForFiveMinutes() {
        String token = Provider.text(provider.tokens(person, client), "access_token");

        provider.clock.advance(Duration.ofSeconds(295));
        assertThat(provider.userInfo(token).statusCode()).isEqualTo(200);
        provider.clock.advance(Duration.ofSeconds(6));
        assertThat(provider.userInfo(token).statusCode()).isEqualTo(401);
        assertThat(isActive(client, token)).isFalse();
    }

    @Test
    void aClientLearnsWhetherItsTokensAreGood() {
        JsonNode tokens = provider.tokens(person, client, "scope", "openid email");

        JsonNode access = provider.introspect(client, Provider.text(tokens, "access_token"));
        assertThat(access.path("active").asBoolean()).isTrue();
        assertThat(Provider.text(access, "sub")).isEqualTo(person.account().toString());
        assertThat(Provider.text(access, "client_id")).isEqualTo(client.name());
        assertThat(Provider.text(access, "scope").split(" ")).containsExactlyInAnyOrder("openid", "email");
        assertThat(Provider.text(access, "token_type")).isEqualTo("Bearer");
        assertThat(access.path("exp").asLong() - access.path("iat").asLong()).isEqualTo(300);
        JsonNode refresh = provider.introspect(client, Provider.text(tokens, "refresh_token"));
        assertThat(refresh.path("active").asBoolean()).isTrue();
        assertThat(refresh.path("exp").asLong() - refresh.path("iat").asLong()).isEqualTo(24 * 3600);

        provider.bean(SessionEnds.class).end(person.account(), person.session(), Actor.system(), "test");
        assertThat(isActive(client, Provider.text(tokens, "access_token"))).isFalse();
        assertThat(isActive(client, Provider.text(tokens, "refresh_token"))).isFalse();
    }

    @Test
    void otherClientsLearnNothingAndPublicOnesAreNotAnswered() {
        JsonNode tokens = provider.tokens(person, client);

        for (String name : new String[] {"access_token", "refresh_token"}) {
            assertThat(names(provider.introspect(provider.client(), Provider.text(tokens, name))))
                    .containsExactly("active");
            assertThat(isActive(provider.client(), Provider.text(tokens, name))).isFalse();
        }
        assertThat(Provider.error(provider.asClient(
                        provider.publicClient(),
                        "/oauth2/introspect",
                        Map.of("token", Provider.text(tokens, "access_token")))))
                .isEqualTo("401 invalid_client");
        assertThat(Requests.post(provider.address + "/oauth2/introspect", Map.of("token", "x"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aServiceLearnsWhetherATokenThatIsMeantForItIsGood() {
        TestClient indexer = new TestClient("search-indexer", IdentityServer.INDEXER_SECRET, Provider.CALLBACK);
        String forServices = Provider.text(provider.tokens(person, provider.gateway()), "access_token");
        String forUserinfo = Provider.text(provider.tokens(person, client), "access_token");

        assertThat(isActive(indexer, forServices)).isTrue();
        assertThat(isActive(indexer, forUserinfo)).isFalse();
    }

    @Test
    void aMachineLearnsWhetherItsOwnTokenIsGood() {
        TestClient indexer = new TestClient("search-indexer", IdentityServer.INDEXER_SECRET, Provider.CALLBACK);
        String own = Provider.text(
                Requests.json(Requests.token(provider.address, "search-indexer", IdentityServer.INDEXER_SECRET)),
                "access_token");

        assertThat(isActive(indexer, own)).isTrue();
        assertThat(isActive(indexer, own + "x")).isFalse();
    }

    @Test
    void eachTokenRevokesItsWholeFamily() {
        for (String name : new String[] {"access_token", "refresh_token"}) {
            JsonNode tokens = provider.tokens(person, client);
            JsonNode next = Requests.json(provider.refresh(client, Provider.text(tokens, "refresh_token")));
            JsonNode others = provider.tokens(person, provider.gateway());

            HttpResponse<String> answer = revoke(client, Provider.text(next, name));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(Provider.error(provider.refresh(client, Provider.text(next, "refresh_token"))))
                    .isEqualTo("400 invalid_grant");
            assertThat(provider.userInfo(Provider.text(tokens, "access_token")).statusCode())
                    .isEqualTo(401);
            assertThat(isActive(client, Provider.text(next, "access_token"))).isFalse();
            assertThat(provider.userInfo(Provider.text(others, "access_token")).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aPublicClientCanRevokeItsTokensAndNobodyElses() {
        TestClient app = provider.publicClient();
        JsonNode own = provider.tokens(person, app);
        JsonNode others = provider.tokens(person, client);

        assertThat(revoke(app, Provider.text(others, "refresh_token")).statusCode())
                .isEqualTo(200);
        assertThat(revoke(app, Provider.text(others, "access_token")).statusCode())
                .isEqualTo(200);
        assertThat(revoke(app, "no token").statusCode()).isEqualTo(200);
        assertThat(provider.userInfo(Provider.text(others, "access_token")).statusCode())
                .isEqualTo(200);
        revoke(app, Provider.text(own, "refresh_token"));
        assertThat(provider.userInfo(Provider.text(own, "access_token")).statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> revoke(TestClient by, String token) {
        return provider.asClient(by, "/oauth2/revoke", Map.of("token", token));
    }

    private boolean isActive(TestClient asking, String token) {
        return provider.introspect(asking, token).path("active").asBoolean();
    }

    private JsonNode userInfo(JsonNode tokens) {
        return Requests.json(provider.userInfo(Provider.text(tokens, "access_token")));
    }

    private static Set<String> names(JsonNode node) {
        return StreamSupport.stream(node.propertyNames().spliterator(), false).collect(Collectors.toSet());
    }
}
