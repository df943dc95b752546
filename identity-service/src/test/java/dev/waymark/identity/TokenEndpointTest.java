package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.waymark.identity.hashing.Argon2Cost;
import dev.waymark.identity.hashing.Hashes;
import dev.waymark.resourceserver.ResourceServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class TokenEndpointTest {
    private static final String site = IdentityServer.newSite();
    private static ConfigurableApplicationContext identity;
    private static ConfigurableApplicationContext organizations;
    private static ConfigurableApplicationContext billing;
    private static String server;

    @BeforeAll
    static void start() {
        identity = IdentityServer.start(IdentityServer.settings(site));
        server = IdentityServer.address(identity);
        organizations = ResourceServer.start("organization-service", server, IdentityServer.ORIGIN);
        billing = ResourceServer.start("billing-service", server, IdentityServer.ORIGIN);
    }

    @AfterAll
    static void stop() {
        billing.close();
        organizations.close();
        identity.close();
    }

    @Test
    void aClientGetsATokenWithWhichAServiceLetsItIn() throws Exception {
        String secret = create("importer", "organizations:write");

        HttpResponse<String> answer = Requests.token(server, "importer", secret, "organizations:write");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(Requests.json(answer).path("token_type").asString()).isEqualTo("Bearer");
        assertThat(Requests.json(answer).path("expires_in").asInt()).isBetween(298, 300);
        String token = Requests.json(answer).path("access_token").asString();
        assertThat(status(organizations, "/write", token)).isEqualTo(200);
        assertThat(status(organizations, "/internal", token)).isEqualTo(403);
    }

    @Test
    void aTokenSaysWhatAccessTokensSay() throws Exception {
        String secret = create("described", "organizations:write", "organizations:internal");

        SignedJWT token = SignedJWT.parse(accessToken("described", secret));

        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(token.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(claims.getIssuer()).isEqualTo(IdentityServer.ORIGIN);
        assertThat(claims.getSubject()).isEqualTo("described");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("described");
        assertThat(claims.getStringClaim("scope")).isEqualTo("organizations:internal organizations:write");
        assertThat(claims.getAudience()).containsExactly("organization-service");
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
                .isEqualTo(300_000);
        assertThat(claims.getClaims().keySet())
                .containsExactlyInAnyOrder("iss", "sub", "client_id", "scope", "aud", "jti", "exp", "iat", "nbf");
    }

    @Test
    void theScopesNameTheServicesThatTakeTheToken() throws Exception {
        String secret = create("two-services", "organizations:write", "billing:read");

        String both = accessToken("two-services", secret);
        String one = accessToken("two-services", secret, "organizations:write");

        assertThat(SignedJWT.parse(both).getJWTClaimsSet().getAudience())
                .containsExactly("billing-service", "organization-service");
        assertThat(status(billing, "/write", one)).isEqualTo(401);
        assertThat(status(organizations, "/write", one)).isEqualTo(200);
    }

    @Test
    void aTokenOfAnotherSiteOpensNothing() {
        String otherSite = IdentityServer.newSite();
        try (ConfigurableApplicationContext other = IdentityServer.start(IdentityServer.settings(otherSite))) {
            String foreign = Requests.json(Requests.token(
                            IdentityServer.address(other),
                            "search-indexer",
                            IdentityServer.INDEXER_SECRET,
                            "organizations:internal"))
                    .path("access_token")
                    .asString();

            assertThat(status(organizations, "/internal", foreign)).isEqualTo(401);
        }
    }

    @Test
    void theSearchIndexerIsKnownByTheSecretOfItsSetting() {
        HttpResponse<String> answer = Requests.token(server, "search-indexer", IdentityServer.INDEXER_SECRET);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Requests.json(answer).path("scope").asString()).isEqualTo("organizations:internal");
    }

    @Test
    void aSecretMayComeInTheFormToo() throws Exception {
        String secret = create("posting", "organizations:write");

        HttpResponse<String> answer = Requests.post(
                server + "/oauth2/token",
                Map.of("grant_type", "client_credentials", "client_id", "posting", "client_secret", secret));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void wrongSecretsUnknownClientsAndMissingOnesAreRefusedAlike() throws Exception {
        create("careful", "organizations:write");

        for (HttpResponse<String> answer : List.of(
                Requests.token(server, "careful", "wrong"),
                Requests.token(server, "careful", ""),
                Requests.token(server, "search-indexer", "wrong"),
                Requests.token(server, "nobody", "wrong"),
                Requests.token(server, "operator", ""),
                Requests.token(server, "operator", "null"),
                Requests.post(server + "/oauth2/token", Map.of("grant_type", "client_credentials")))) {
            assertThat(answer.statusCode()).as(answer.body()).isIn(400, 401);
            if (answer.statusCode() == 401) {
                assertThat(Requests.json(answer).path("error").asString()).isEqualTo("invalid_client");
                assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Basic realm=\"oauth2\"");
            } else {
                assertThat(Requests.json(answer).path("error").asString()).isEqualTo("invalid_request");
            }
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        }
    }

    @Test
    void aDisabledClientGetsNoTokenUntilItIsEnabled() throws Exception {
        String secret = create("resting", "organizations:write");

        command("client", "disable", "resting");
        assertThat(Requests.token(server, "resting", secret).statusCode()).isEqualTo(401);
        command("client", "enable", "resting");
        assertThat(Requests.token(server, "resting", secret).statusCode()).isEqualTo(200);
    }

    @Test
    void aScopeThatWasNotGrantedOrDoesNotExistIsRefused() throws Exception {
        String secret = create("modest", "organizations:write");

        for (String scope : List.of("organizations:internal", "organizations:write billing:read", "nonsense")) {
            HttpResponse<String> answer = Requests.token(server, "modest", secret, scope);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(Requests.json(answer).path("error").asString()).isEqualTo("invalid_scope");
        }
    }

    @Test
    void aFloodOfWrongSecretsIsRefusedWithoutKeepingAnybodyWaiting() {
        List<HttpResponse<String>> answers = AtOnce.times(100, () -> Requests.token(server, "search-indexer", "wrong"));

        // Slow hashes, of which only a few may wait, would turn most of them away.
        assertThat(answers.stream().map(HttpResponse::statusCode)).hasSize(100).containsOnly(401);
    }

    @Test
    void aSecretOfASettingThatWasStoredInAnotherWayIsStoredAnewAtStart() throws Exception {
        JdbcClient sql = identity.getBean(JdbcClient.class);
        String slow = identity.getBean(Hashes.class).hash(IdentityServer.INDEXER_SECRET, Argon2Cost.LEAST);
        sql.sql("update client set secret_hash = ? where name = 'search-indexer'")
                .param("{argon2id}" + slow)
                .update();

        identity.getBean("ensuredClients", ApplicationRunner.class).run(new DefaultApplicationArguments());

        assertThat(sql.sql("select secret_hash from client where name = 'search-indexer'")
                        .query(String.class)
                        .single())
                .startsWith("{hmac}");
        assertThat(Requests.token(server, "search-indexer", IdentityServer.INDEXER_SECRET)
                        .statusCode())
                .isEqualTo(200);
        assertThat(Requests.token(server, "search-indexer", "wrong").statusCode())
                .isEqualTo(401);
    }

    @Test
    void otherGrantsAreNotSupported() throws Exception {
        String secret = create("other-grants", "organizations:write");

        for (String grant : List.of("password", "urn:example:none")) {
            HttpResponse<String> answer = Requests.post(
                    server + "/oauth2/token",
                    Map.of("grant_type", grant, "code", "x", "refresh_token", "x"),
                    "Authorization",
                    Requests.basic("other-grants", secret));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(Requests.json(answer).path("error").asString()).isEqualTo("unsupported_grant_type");
        }
    }

    @Test
    void afterARotationBothSecretsWorkForADayUnlessItIsAtOnce() throws Exception {
        String first = create("rotating", "organizations:write");

        String second = secretIn(command("client", "rotate-secret", "rotating"));
        assertThat(Requests.token(server, "rotating", first).statusCode()).isEqualTo(200);
        assertThat(Requests.token(server, "rotating", second).statusCode()).isEqualTo(200);

        String third = secretIn(command("client", "rotate-secret", "rotating", "--at-once"));
        assertThat(Requests.token(server, "rotating", first).statusCode()).isEqualTo(401);
        assertThat(Requests.token(server, "rotating", second).statusCode()).isEqualTo(401);
        assertThat(Requests.token(server, "rotating", third).statusCode()).isEqualTo(200);
    }

    @Test
    void theOperatorsTokenIsAloneOnStandardOutputAndLetsHimWrite() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // In a process of its own, as an operator runs it: without web server, on the database of the running service.
        IdentityServer.command(site, new PrintStream(bytes, true, StandardCharsets.UTF_8), "token");
        String output = bytes.toString(StandardCharsets.UTF_8);

        assertThat(output.strip().lines()).hasSize(1);
        assertThat(status(organizations, "/write", output.strip())).isEqualTo(200);
        assertThat(SignedJWT.parse(output.strip()).getJWTClaimsSet().getSubject())
                .isEqualTo("operator");
    }

    @Test
    void aTokenCanBeMadeForAnyClientAndScopeThatItHas() throws Exception {
        create("batch", "organizations:write", "organizations:internal");

        String token = command("token", "--client", "batch", "--scope", "organizations:internal");

        assertThat(status(organizations, "/internal", token.strip())).isEqualTo(200);
        assertThat(status(organizations, "/write", token.strip())).isEqualTo(403);
    }

    @Test
    void neitherSecretsNorPrivateKeysCanBeReadInTheDatabase() throws Exception {
        String secret = create("secretive", "organizations:write");
        String dump = IdentityServer.dump(identity);

        assertThat(dump).contains("secretive").contains("search-indexer");
        assertThat(dump).doesNotContain(secret).doesNotContain(IdentityServer.INDEXER_SECRET);
        // Private parts of a JWK, and how PKCS #8 begins in base64.
        assertThat(dump).doesNotContain("\\\"d\\\"").doesNotContain("\"d\":").doesNotContain("MII");
        assertThat(dump).contains("{sha256}").contains("{hmac}");
    }

    @Test
    void theKeySetIsPublicPartsThatMayBeCachedShortly() {
        HttpResponse<String> answer = Requests.get(server + "/oauth2/jwks");

        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=60");
        JsonNode key = Requests.json(answer).path("keys").get(0);
        Set<String> names =
                StreamSupport.stream(key.propertyNames().spliterator(), false).collect(Collectors.toSet());
        assertThat(names).containsExactlyInAnyOrder("kty", "e", "use", "kid", "alg", "n");
    }

    @Test
    void discoveryNamesThePublicOriginAndOnlyWhatIsThere() {
        JsonNode metadata = Requests.json(Requests.get(server + "/.well-known/oauth-authorization-server"));

        assertThat(metadata.path("issuer").asString()).isEqualTo(IdentityServer.ORIGIN);
        assertThat(metadata.path("token_endpoint").asString()).isEqualTo(IdentityServer.ORIGIN + "/oauth2/token");
        assertThat(metadata.path("jwks_uri").asString()).isEqualTo(IdentityServer.ORIGIN + "/oauth2/jwks");
        assertThat(metadata.has("device_authorization_endpoint")).isFalse();
    }

    @Test
    void whatIsNotHereIsNotFoundAndStartsNoSession() {
        for (String path : List.of("/nothing", "/oauth2/token")) {
            HttpResponse<String> answer = Requests.get(server + path, "Accept", "application/json");
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .as(path)
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
            assertThat(answer.headers().firstValue("Set-Cookie")).as(path).isEmpty();
        }
        assertThat(Requests.post(server + "/oauth2/device_authorization", Map.of("client_id", "x"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void itIsReadyWhenItCanIssueTokens() {
        assertThat(Requests.get(server + "/readyz").statusCode()).isEqualTo(200);
        JsonNode health = Requests.json(Requests.get(server + "/actuator/health"));
        assertThat(health.path("components").path("signingKey").path("status").asString())
                .isEqualTo("UP");
        assertThat(Requests.get(server + "/livez").statusCode()).isEqualTo(200);
    }

    private static String create(String name, String... scopes) throws Exception {
        return secretIn(command("client", "create", name, "--scope", String.join(",", scopes)));
    }

    private static String secretIn(String output) {
        return output.lines()
                .filter(line -> line.startsWith("client_secret="))
                .map(line -> line.substring("client_secret=".length()))
                .findFirst()
                .orElseThrow();
    }

    private static String command(String name, String... arguments) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        assertThat(IdentityServer.command(identity, out, name, arguments)).isZero();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String accessToken(String client, String secret, String... scopes) {
        return Requests.json(Requests.token(server, client, secret, scopes))
                .path("access_token")
                .asString();
    }

    private static int status(ConfigurableApplicationContext service, String path, String token) {
        return Requests.get(IdentityServer.address(service) + path, "Authorization", "Bearer " + token)
                .statusCode();
    }
}
