package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.waymark.identity.Provider.Person;
import dev.waymark.identity.Provider.TestClient;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.sessions.SessionEnds;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class CodeGrantTest {
    private final Provider provider = Provider.shared();

    @Test
    void theGatewayGetsTokensForWhoIsSignedIn() throws Exception {
        Person person = provider.signedIn();
        JsonNode tokens = provider.tokens(person, provider.gateway());

        JWTClaimsSet id = SignedJWT.parse(Provider.text(tokens, "id_token")).getJWTClaimsSet();
        assertThat(id.getIssuer()).isEqualTo(IdentityServer.ORIGIN);
        assertThat(id.getSubject()).isEqualTo(person.account().toString());
        assertThat(id.getAudience()).containsExactly("gateway");
        assertThat(id.getStringClaim("nonce")).isEqualTo("a nonce");
        assertThat(id.getStringClaim("sid")).isEqualTo(person.session().toString());
        assertThat(id.getStringListClaim("amr")).containsExactly("mfa", "otp", "pwd");
        assertThat(Instant.ofEpochSecond(id.getLongClaim("auth_time")))
                .isBetween(provider.clock.instant().minusSeconds(60), provider.clock.instant());
        assertThat(id.getExpirationTime().getTime() - id.getIssueTime().getTime())
                .isEqualTo(300_000);
        assertThat(id.getClaims().keySet())
                .containsExactlyInAnyOrder(
                        "iss", "sub", "aud", "exp", "iat", "auth_time", "amr", "nonce", "sid", "at_hash");

        SignedJWT access = SignedJWT.parse(Provider.text(tokens, "access_token"));
        JWTClaimsSet claims = access.getJWTClaimsSet();
        assertThat(access.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(access.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(claims.getAudience())
                .containsExactly("billing-service", "identity-service", "organization-service", "search-indexer");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("gateway");
        assertThat(claims.getStringClaim("scope")).isEqualTo("openid");
        assertThat(claims.getClaims().keySet())
                .containsExactlyInAnyOrder("iss", "sub", "aud", "exp", "iat", "jti", "client_id", "scope", "sid");
        assertThat(Provider.text(tokens, "token_type")).isEqualTo("Bearer");
        assertThat(tokens.path("expires_in").asInt()).isBetween(298, 300);
        assertThat(Provider.text(tokens, "refresh_token")).hasSize(43);
    }

    @Test
    void anAccessTokenOfAnotherClientIsForUserinfoAlone() throws Exception {
        JsonNode tokens = provider.tokens(provider.signedIn(), provider.client());

        JWTClaimsSet claims =
                SignedJWT.parse(Provider.text(tokens, "access_token")).getJWTClaimsSet();
        assertThat(claims.getAudience()).containsExactly(IdentityServer.ORIGIN);
    }

    @Test
    void aPublicClientNeedsTheVerifierAndNothingElse() {
        Person person = provider.signedIn();
        TestClient client = provider.publicClient();

        HttpResponse<String> answer = provider.redeem(client, provider.code(person, client));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(provider.refresh(client, Provider.text(Requests.json(answer), "refresh_token"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aConfidentialClientMustAuthenticate() {
        TestClient client = provider.client();
        String code = provider.code(provider.signedIn(), client);

        TestClient withoutSecret = new TestClient(client.name(), null, client.redirectUri());
        TestClient wrongSecret = new TestClient(client.name(), "wrong", client.redirectUri());
        assertThat(Provider.error(provider.redeem(withoutSecret, code))).isEqualTo("401 invalid_client");
        assertThat(Provider.error(provider.redeem(wrongSecret, code))).isEqualTo("401 invalid_client");
        HttpResponse<String> inTheForm =
                provider.redeem(withoutSecret, code, "client_secret", client.secret() == null ? "" : client.secret());
        assertThat(inTheForm.statusCode()).isEqualTo(200);
    }

    @Test
    void fiftyRedemptionsAtOnceOfOneCodeAreOneAndItsTokensStayGood() {
        TestClient client = provider.client();
        String code = provider.code(provider.signedIn(), client);

        List<HttpResponse<String>> answers = AtOnce.times(50, () -> provider.redeem(client, code));

        List<HttpResponse<String>> won =
                answers.stream().filter(answer -> answer.statusCode() == 200).toList();
        assertThat(won).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.statusCode() != 200).map(Provider::error))
                .hasSize(49)
                .containsOnly("400 invalid_grant");
        assertThat(provider.refresh(client, Provider.text(Requests.json(won.getFirst()), "refresh_token"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void twoCopiesRedeemOneCodeOnce() {
        TestClient client = provider.client();
        String code = provider.code(provider.signedIn(), client);
        try (Provider other = provider.copy()) {
            List<HttpResponse<String>> answers =
                    AtOnce.times(20, turn -> (turn % 2 == 0 ? provider : other).redeem(client, code));

            assertThat(answers.stream().filter(answer -> answer.statusCode() == 200))
                    .hasSize(1);
        }
    }

    @Test
    void aCodeThatComesAgainLaterEndsWhatCameOfIt() {
        Person person = provider.signedIn();
        TestClient client = provider.client();
        String code = provider.code(person, client);
        JsonNode tokens = Requests.json(provider.redeem(client, code));

        provider.clock.advance(Duration.ofSeconds(9));
        assertThat(Provider.error(provider.redeem(client, code))).isEqualTo("400 invalid_grant");
        JsonNode refreshed = Requests.json(provider.refresh(client, Provider.text(tokens, "refresh_token")));
        assertThat(provider.userInfo(Provider.text(refreshed, "access_token")).statusCode())
                .isEqualTo(200);

        provider.clock.advance(Duration.ofSeconds(2));
        assertThat(Provider.error(provider.redeem(client, code))).isEqualTo("400 invalid_grant");
        assertThat(Provider.error(provider.refresh(client, Provider.text(refreshed, "refresh_token"))))
                .isEqualTo("400 invalid_grant");
        assertThat(provider.userInfo(Provider.text(refreshed, "access_token")).statusCode())
                .isEqualTo(401);
        assertThat(audited(person, "token_reused")).hasSize(1);
    }

    @Test
    void aUsedCodeInTheHandsOfAnotherClientEndsNothing() {
        Person person = provider.signedIn();
        TestClient client = provider.client();
        String code = provider.code(person, client);
        JsonNode tokens = Requests.json(provider.redeem(client, code));
        provider.clock.advance(Duration.ofSeconds(11));

        assertThat(Provider.error(provider.redeem(provider.client(), code))).isEqualTo("400 invalid_grant");
        assertThat(Provider.error(provider.redeem(provider.publicClient(), code)))
                .isEqualTo("400 invalid_grant");

        assertThat(provider.refresh(client, Provider.text(tokens, "refresh_token"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(audited(person, "token_reused")).isEmpty();
    }

    @Test
    void aCodeIsForItsClientItsAddressAndItsVerifier() {
        TestClient client = provider.client();
        TestClient other = provider.client();
        String code = provider.code(provider.signedIn(), client);

        assertThat(Provider.error(provider.redeem(other, code))).isEqualTo("400 invalid_grant");
        assertThat(Provider.error(provider.redeem(client, code, "redirect_uri", "https://client.example/other")))
                .isEqualTo("400 invalid_grant");
        assertThat(Provider.error(provider.redeem(client, code, "redirect_uri", "")))
                .isEqualTo("400 invalid_request");
        assertThat(Provider.error(provider.redeem(client, code, "code_verifier", "x".repeat(43))))
                .isEqualTo("400 invalid_grant");
        assertThat(Provider.error(provider.redeem(client, code, "code_verifier", Provider.CHALLENGE)))
                .isEqualTo("400 invalid_grant");
        for (String malformed : List.of("", "short", "ü".repeat(43))) {
            assertThat(Provider.error(provider.redeem(client, code, "code_verifier", malformed)))
                    .isEqualTo("400 invalid_request");
        }
        assertThat(Provider.error(provider.redeem(client, "no code"))).isEqualTo("400 invalid_grant");
        assertThat(Provider.error(provider.redeem(client, code + "\u0000"))).isEqualTo("400 invalid_request");
        assertThat(Provider.error(provider.redeem(client, code, "redirect_uri", Provider.CALLBACK + "\u0000")))
                .isEqualTo("400 invalid_request");
        assertThat(Provider.error(provider.redeem(new TestClient("\u0000", null, Provider.CALLBACK), code)))
                .isEqualTo("400 invalid_request");
        // None of these has used it up.
        assertThat(provider.redeem(client, code).statusCode()).isEqualTo(200);
    }

    @Test
    void aCodeIsGoodForAMinute() {
        TestClient client = provider.client();
        Person person = provider.signedIn();
        String first = provider.code(person, client);
        provider.clock.advance(Duration.ofSeconds(55));
        assertThat(provider.redeem(client, first).statusCode()).isEqualTo(200);

        String second = provider.code(person, client);
        provider.clock.advance(Duration.ofSeconds(61));
        assertThat(Provider.error(provider.redeem(client, second))).isEqualTo("400 invalid_grant");
    }

    @Test
    void aCodeOfASessionThatHasEndedOrAnAccountThatIsDisabledIsGoodForNothing() {
        TestClient client = provider.client();
        Person gone = provider.signedIn();
        String code = provider.code(gone, client);
        provider.bean(SessionEnds.class).end(gone.account(), gone.session(), Actor.system(), "test");
        assertThat(Provider.error(provider.redeem(client, code))).isEqualTo("400 invalid_grant");

        Person disabled = provider.signedIn();
        String other = provider.code(disabled, client);
        provider.bean(Accounts.class).setEnabled(disabled.account(), false, "test", Actor.operator());
        assertThat(Provider.error(provider.redeem(client, other))).isEqualTo("400 invalid_grant");
    }

    @Test
    void aMachineHasNoCodesAndWhoSignsPeopleInHasNoTokenOfItsOwn() {
        String secret = provider.command("client", "create", "machine-of-codes", "--scope", "organizations:write")
                .lines()
                .filter(line -> line.startsWith("client_secret="))
                .map(line -> line.substring("client_secret=".length()))
                .findFirst()
                .orElseThrow();
        TestClient machine = new TestClient("machine-of-codes", secret, Provider.CALLBACK);
        assertThat(Provider.error(provider.redeem(machine, "x"))).isEqualTo("400 unauthorized_client");
        assertThat(Provider.error(provider.refresh(machine, "x"))).isEqualTo("400 unauthorized_client");

        assertThat(Provider.error(provider.asClient(
                        provider.client(), "/oauth2/token", Map.of("grant_type", "client_credentials"))))
                .isEqualTo("400 unauthorized_client");
    }

    @Test
    void aDumpOfTheDatabaseHasNeitherCodesNorTokens() {
        Person person = provider.signedIn();
        TestClient client = provider.client();
        JsonNode tokens = provider.tokens(person, client);
        String code = provider.code(person, client);

        String dump = String.join(
                "\n",
                provider.bean(JdbcClient.class).sql("""
                                select row_to_json(c)::text from authorization_code c union all
                                select row_to_json(g)::text from authorization_grant g union all
                                select row_to_json(t)::text from refresh_token t union all
                                select row_to_json(a)::text from audit_event a
                                """).query(String.class).list());
        assertThat(dump).contains(person.account().toString());
        for (String secret :
                Set.of(code, Provider.text(tokens, "refresh_token"), Provider.text(tokens, "access_token"))) {
            assertThat(dump).doesNotContain(secret);
        }
    }

    private List<String> audited(Person person, String type) {
        return provider.bean(JdbcClient.class)
                .sql("select details::text from audit_event where account_id = ? and type = ?")
                .param(person.account())
                .param(type)
                .query(String.class)
                .list();
    }
}
