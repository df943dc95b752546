package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.waymark.identity.Provider.Person;
import dev.waymark.identity.Provider.TestClient;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.sessions.SessionEnds;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class RefreshTokenTest {
    private static final Duration IDLE = Duration.ofHours(24);
    private static final Duration LIFE = Duration.ofDays(14);

    private final Provider provider = Provider.shared();

    @Test
    void eachUseGivesAnotherToken() throws Exception {
        Person person = provider.signedIn();
        JsonNode first = provider.tokens(person, provider.gateway());

        JsonNode second = refreshed(provider.gateway(), first);

        assertThat(Provider.text(second, "refresh_token"))
                .hasSize(43)
                .isNotEqualTo(Provider.text(first, "refresh_token"));
        assertThat(provider.userInfo(Provider.text(second, "access_token")).statusCode())
                .isEqualTo(200);
        // OpenID Connect Core 1.0, section 12.2.
        var before = SignedJWT.parse(Provider.text(first, "id_token")).getJWTClaimsSet();
        var after = SignedJWT.parse(Provider.text(second, "id_token")).getJWTClaimsSet();
        assertThat(after.getSubject()).isEqualTo(before.getSubject());
        assertThat(after.getClaim("auth_time")).isEqualTo(before.getClaim("auth_time"));
        assertThat(after.getClaim("sid")).isEqualTo(before.getClaim("sid"));
        assertThat(after.getClaim("nonce")).isNull();
    }

    @Test
    void fiftyUsesAtOnceAreOneAndTheFamilyStaysGood() {
        TestClient client = provider.client();
        JsonNode tokens = provider.tokens(provider.signedIn(), client);

        List<HttpResponse<String>> answers =
                AtOnce.times(50, () -> provider.refresh(client, Provider.text(tokens, "refresh_token")));

        List<HttpResponse<String>> won =
                answers.stream().filter(answer -> answer.statusCode() == 200).toList();
        assertThat(won).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.statusCode() != 200).map(Provider::error))
                .hasSize(49)
                .containsOnly("400 invalid_grant");
        refreshed(client, Requests.json(won.getFirst()));
    }

    @Test
    void twoCopiesReplaceATokenOnce() {
        TestClient client = provider.client();
        JsonNode tokens = provider.tokens(provider.signedIn(), client);
        try (Provider other = provider.copy()) {
            List<HttpResponse<String>> answers = AtOnce.times(
                    20,
                    turn -> (turn % 2 == 0 ? provider : other).refresh(client, Provider.text(tokens, "refresh_token")));

            List<HttpResponse<String>> won = answers.stream()
                    .filter(answer -> answer.statusCode() == 200)
                    .toList();
            assertThat(won).hasSize(1);
            assertThat(other.refresh(client, Provider.text(Requests.json(won.getFirst()), "refresh_token"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aUsedTokenIsOnlyRefusedForTenSecondsAndEndsItsFamilyLater() {
        Person person = provider.signedIn();
        TestClient client = provider.client();
        JsonNode first = provider.tokens(person, client);
        JsonNode second = refreshed(client, first);

        provider.clock.advance(Duration.ofSeconds(9));
        assertThat(refused(client, first)).isEqualTo("400 invalid_grant");
        JsonNode third = refreshed(client, second);
        assertThat(reuses(person)).isEmpty();

        provider.clock.advance(Duration.ofSeconds(2));
        assertThat(refused(client, first)).isEqualTo("400 invalid_grant");
        assertThat(refused(client, third)).isEqualTo("400 invalid_grant");
        assertThat(provider.userInfo(Provider.text(third, "access_token")).statusCode())
                .isEqualTo(401);
        assertThat(reuses(person))
                .singleElement()
                .satisfies(details -> assertThat(details)
                        .contains(client.name())
                        .doesNotContain(Provider.text(first, "refresh_token")));
        // The person is still signed in: only this client has to begin again.
        provider.tokens(person, client);
    }

    @Test
    void aTokenIsForItsClient() {
        TestClient client = provider.client();
        JsonNode tokens = provider.tokens(provider.signedIn(), client);

        assertThat(refused(provider.client(), tokens)).isEqualTo("400 invalid_grant");
        assertThat(refused(provider.publicClient(), tokens)).isEqualTo("400 invalid_grant");
        refreshed(client, tokens);
    }

    @Test
    void aUsedTokenInTheHandsOfAnotherClientEndsNothing() {
        Person person = provider.signedIn();
        TestClient client = provider.client();
        JsonNode first = provider.tokens(person, client);
        JsonNode second = refreshed(client, first);
        provider.clock.advance(Duration.ofSeconds(11));

        assertThat(refused(provider.client(), first)).isEqualTo("400 invalid_grant");
        assertThat(refused(provider.publicClient(), first)).isEqualTo("400 invalid_grant");

        refreshed(client, second);
        assertThat(reuses(person)).isEmpty();
    }

    @Test
    void fewerScopesCanBeAskedForAndNeverMore() {
        TestClient client = provider.client();
        JsonNode tokens = provider.tokens(provider.signedIn(), client, "scope", "openid email");

        HttpResponse<String> more = refreshWith(client, tokens, "openid email profile");
        assertThat(Provider.error(more)).isEqualTo("400 invalid_scope");
        JsonNode fewer = Requests.json(refreshWith(client, tokens, "openid"));
        assertThat(Provider.text(fewer, "scope")).isEqualTo("openid");
        assertThat(Requests.json(provider.userInfo(Provider.text(fewer, "access_token")))
                        .has("email"))
                .isFalse();
        // RFC 6749, section 6: the refresh token keeps what was granted.
        JsonNode all = refreshed(client, fewer);
        assertThat(Provider.text(all, "scope").split(" ")).containsExactlyInAnyOrder("openid", "email");
        assertThat(Requests.json(provider.userInfo(Provider.text(all, "access_token")))
                        .has("email"))
                .isTrue();
    }

    @Test
    void theEndOfTheSessionIsTheEndOfItsTokensAndOfNoOthers() {
        Person here = provider.signedIn();
        Person there = provider.again(here);
        JsonNode tokensHere = provider.tokens(here, provider.gateway());
        JsonNode tokensThere = provider.tokens(there, provider.gateway());

        provider.bean(SessionEnds.class).end(here.account(), here.session(), Actor.system(), "test");

        assertThat(refused(provider.gateway(), tokensHere)).isEqualTo("400 invalid_grant");
        assertThat(provider.userInfo(Provider.text(tokensHere, "access_token")).statusCode())
                .isEqualTo(401);
        refreshed(provider.gateway(), tokensThere);
    }

    @Test
    void aDisabledAccountGetsNothingUntilItIsEnabled() {
        Person person = provider.signedIn();
        JsonNode tokens = provider.tokens(person, provider.gateway());
        Accounts accounts = provider.bean(Accounts.class);

        accounts.setEnabled(person.account(), false, "test", Actor.operator());
        assertThat(refused(provider.gateway(), tokens)).isEqualTo("400 invalid_grant");
        assertThat(provider.userInfo(Provider.text(tokens, "access_token")).statusCode())
                .isEqualTo(401);

        accounts.setEnabled(person.account(), true, "test", Actor.operator());
        refreshed(provider.gateway(), tokens);
    }

    @Test
    void aDisabledClientGetsNothing() {
        TestClient client = provider.client();
        JsonNode tokens = provider.tokens(provider.signedIn(), client);

        provider.command("client", "disable", client.name());
        assertThat(refused(client, tokens)).isEqualTo("401 invalid_client");
        assertThat(provider.userInfo(Provider.text(tokens, "access_token")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void useKeepsASessionAliveButNotBeyondItsLife() {
        Person person = provider.signedIn();
        JsonNode tokens = provider.tokens(person, provider.gateway());
        Duration step = IDLE.minusHours(1);

        Duration passed = Duration.ZERO;
        while (passed.plus(step).compareTo(LIFE) < 0) {
            provider.clock.advance(step);
            passed = passed.plus(step);
            tokens = refreshed(provider.gateway(), tokens);
        }
        assertThat(provider.authorize(person, Provider.request(provider.gateway()))
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).contains("code="));

        provider.clock.advance(LIFE.minus(passed).plusSeconds(1));
        assertThat(refused(provider.gateway(), tokens)).isEqualTo("400 invalid_grant");
    }

    @Test
    void whatAnotherSiteDoesKeepsNobodySignedIn() {
        Person person = provider.signedIn();
        TestClient client = provider.client();
        JsonNode tokens = provider.tokens(person, client);

        provider.clock.advance(IDLE.minusHours(1));
        tokens = refreshed(client, tokens);
        provider.clock.advance(Duration.ofHours(1).plusSeconds(1));

        assertThat(refused(client, tokens)).isEqualTo("400 invalid_grant");
        assertThat(Provider.location(provider.authorize(person, Provider.request(provider.gateway()))))
                .startsWith("/login?");
    }

    @Test
    void aTokenThatNobodyUsesIsForgotten() {
        Person person = provider.signedIn();
        JsonNode tokens = provider.tokens(person, provider.gateway());

        provider.clock.advance(IDLE.plusSeconds(1));
        assertThat(refused(provider.gateway(), tokens)).isEqualTo("400 invalid_grant");
    }

    @Test
    void whatHasEndedIsRemovedAndWhatIsGoodStays() {
        Person gone = provider.signedIn();
        provider.tokens(gone, provider.gateway());
        provider.code(gone, provider.gateway());
        provider.clock.advance(IDLE.plusSeconds(1));
        Person here = provider.signedIn();
        JsonNode tokens = provider.tokens(here, provider.gateway());
        String code = provider.code(here, provider.gateway());

        provider.context.getBeansOfType(Chore.class).values().forEach(Chore::run);

        JdbcClient sql = provider.bean(JdbcClient.class);
        for (String table : List.of("authorization_code", "authorization_grant")) {
            assertThat(sql.sql("select count(*) from " + table + " where account_id = ?")
                            .param(gone.account())
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
        refreshed(provider.gateway(), tokens);
        assertThat(provider.redeem(provider.gateway(), code).statusCode()).isEqualTo(200);
    }

    private JsonNode refreshed(TestClient client, JsonNode tokens) {
        HttpResponse<String> answer = provider.refresh(client, Provider.text(tokens, "refresh_token"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Requests.json(answer);
    }

    private String refused(TestClient client, JsonNode tokens) {
        return Provider.error(provider.refresh(client, Provider.text(tokens, "refresh_token")));
    }

    private HttpResponse<String> refreshWith(TestClient client, JsonNode tokens, String scope) {
        return provider.asClient(
                client,
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "refresh_token",
                        Provider.text(tokens, "refresh_token"),
                        "scope",
                        scope));
    }

    private List<String> reuses(Person person) {
        return provider.bean(JdbcClient.class)
                .sql("select details::text from audit_event where account_id = ? and type = 'token_reused'")
                .param(person.account())
                .query(String.class)
                .list();
    }
}
