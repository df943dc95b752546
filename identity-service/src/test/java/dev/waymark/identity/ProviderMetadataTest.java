package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.waymark.identity.Provider.Person;
import dev.waymark.identity.Provider.TestClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the provider says of itself, held against what it does; and which scripts may ask it. */
class ProviderMetadataTest {
    private static final String APP = "https://app.example";

    private final Provider provider = Provider.shared();
    private final JsonNode metadata =
            Requests.json(Requests.get(provider.address + "/.well-known/openid-configuration"));

    @Test
    void bothDocumentsSayTheSame() {
        assertThat(Requests.json(Requests.get(provider.address + "/.well-known/oauth-authorization-server")))
                .isEqualTo(metadata);
        assertThat(Provider.text(metadata, "issuer")).isEqualTo(IdentityServer.ORIGIN);
    }

    @Test
    void everyEndpointThatIsNamedIsThere() {
        List<String> endpoints = metadata.properties().stream()
                .filter(each ->
                        each.getKey().endsWith("_endpoint") || each.getKey().equals("jwks_uri"))
                .map(each -> each.getValue().asString())
                .toList();
        assertThat(endpoints).hasSize(7).allMatch(endpoint -> endpoint.startsWith(IdentityServer.ORIGIN + "/"));
        for (String endpoint : endpoints) {
            String path = endpoint.substring(IdentityServer.ORIGIN.length());
            int get = Requests.get(provider.address + path).statusCode();
            int post = Requests.post(provider.address + path, Map.of()).statusCode();
            assertThat(List.of(get, post)).as(path).anyMatch(status -> status != 404 && status != 405);
        }
    }

    @Test
    void whatIsListedWorksAndWhatIsNotListedDoesNot() throws Exception {
        Person person = provider.signedIn();
        TestClient client = provider.client();
        for (String scope : list("scopes_supported")) {
            assertThat(Provider.text(provider.tokens(person, client, "scope", "openid " + scope), "scope")
                            .split(" "))
                    .contains(scope);
        }
        assertThat(list("scopes_supported")).containsExactly("openid", "profile", "email");
        for (String prompt : Stream.concat(list("prompt_values_supported").stream(), Stream.of("create"))
                .toList()) {
            HttpResponse<String> answer = provider.authorize(person, Provider.request(client, "prompt", prompt));
            assertThat(Provider.location(answer).contains("error=invalid_request"))
                    .as(prompt)
                    .isEqualTo(!list("prompt_values_supported").contains(prompt));
        }
        JsonNode tokens = provider.tokens(person, client, "scope", "openid profile email");
        SignedJWT id = SignedJWT.parse(Provider.text(tokens, "id_token"));
        assertThat(list("id_token_signing_alg_values_supported"))
                .containsExactly(id.getHeader().getAlgorithm().getName());
        TreeSet<String> claims = new TreeSet<>(id.getJWTClaimsSet().getClaims().keySet());
        Requests.json(provider.userInfo(Provider.text(tokens, "access_token")))
                .propertyNames()
                .forEach(claims::add);
        assertThat(list("claims_supported")).containsExactlyInAnyOrderElementsOf(claims);
        assertThat(list("grant_types_supported"))
                .containsExactlyInAnyOrder("authorization_code", "refresh_token", "client_credentials");
        assertThat(list("code_challenge_methods_supported")).containsExactly("S256");
    }

    @Test
    void scriptsOfAnyOriginMayReadWhatIsTheSameForEverybody() {
        for (String path : List.of(
                "/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/oauth2/jwks")) {
            HttpResponse<String> answer = send("GET", path, "Origin", "https://anybody.example");
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .as(path)
                    .hasValue("*");
        }
    }

    @Test
    void scriptsOfPublicClientsMayAskForTokensAndOthersMayNot() {
        TestClient app = provider.client("--redirect-uri", APP + "/callback", "--public");
        provider.client("--redirect-uri", "https://confidential.example/callback");
        for (String path : List.of("/oauth2/token", "/oauth2/userinfo", "/oauth2/revoke")) {
            HttpResponse<String> allowed = preflight(path, APP);
            assertThat(allowed.statusCode()).as(path).isEqualTo(200);
            assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue(APP);
            assertThat(allowed.headers().firstValue("Access-Control-Allow-Credentials"))
                    .isEmpty();
            for (String origin : List.of(
                    "https://evil.example",
                    "https://app.example.evil.example",
                    "http://app.example",
                    "https://confidential.example",
                    "https://app.exampl",
                    "null")) {
                assertThat(preflight(path, origin).headers().firstValue("Access-Control-Allow-Origin"))
                        .as(origin)
                        .isEmpty();
            }
        }
        for (String path : List.of("/oauth2/introspect", "/oauth2/authorize", "/oauth2/logout")) {
            assertThat(preflight(path, APP).headers().firstValue("Access-Control-Allow-Origin"))
                    .as(path)
                    .isEmpty();
        }
        HttpResponse<String> refused = Requests.post(
                provider.address + "/oauth2/token",
                Map.of("grant_type", "refresh_token", "refresh_token", "x", "client_id", app.name()),
                "Origin",
                APP);
        assertThat(Provider.error(refused)).isEqualTo("400 invalid_grant");
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue(APP);

        provider.command("client", "delete", app.name());
        assertThat(preflight("/oauth2/token", APP).headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private HttpResponse<String> preflight(String path, String origin) {
        return send(
                "OPTIONS",
                path,
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization");
    }

    private HttpResponse<String> send(String method, String path, String... headers) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(provider.address + path))
                            .timeout(Duration.ofSeconds(20))
                            .headers(headers)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> list(String name) {
        return metadata.path(name).valueStream().map(JsonNode::asString).toList();
    }
}
