package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jwt.SignedJWT;
import dev.waymark.resourceserver.ResourceServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class StartTest {
    @Test
    @Timeout(120)
    void twoCopiesThatStartAtOnceOnAnEmptyServerAgree() throws Exception {
        String site = IdentityServer.newSite();
        Lock turn = new ReentrantLock();
        CyclicBarrier together = new CyclicBarrier(2);
        CompletableFuture<ConfigurableApplicationContext> starting =
                CompletableFuture.supplyAsync(() -> start(site, turn, together));
        try (ConfigurableApplicationContext one = start(site, turn, together);
                ConfigurableApplicationContext other = starting.get(60, TimeUnit.SECONDS)) {
            assertThat(kid(token(one))).isEqualTo(kid(token(other)));
            assertThat(keySet(one)).isEqualTo(keySet(other)).hasSize(1);
        }
    }

    /** Copies in one JVM share its logging, which is set up by one at a time; what they do to the database, they do at once. */
    private static ConfigurableApplicationContext start(String site, Lock turn, CyclicBarrier together) {
        turn.lock();
        ApplicationListener<ApplicationPreparedEvent> gate = _ -> {
            turn.unlock();
            try {
                together.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        };
        return new SpringApplicationBuilder(IdentityApplication.class)
                .listeners(gate)
                .run(IdentityServer.arguments(IdentityServer.settings(site)));
    }

    @Test
    void keysClientsAndTokensOutliveARestart() throws Exception {
        String site = IdentityServer.newSite();
        String before;
        try (ConfigurableApplicationContext identity = IdentityServer.start(IdentityServer.settings(site))) {
            before = token(identity);
        }
        try (ConfigurableApplicationContext identity = IdentityServer.start(IdentityServer.settings(site));
                ConfigurableApplicationContext service = ResourceServer.start(
                        "organization-service", IdentityServer.address(identity), IdentityServer.ORIGIN)) {
            assertThat(status(service, before)).isEqualTo(200);
            assertThat(kid(token(identity))).isEqualTo(kid(before));
        }
    }

    @Test
    void tokensOfTheOldKeyStayGoodAfterARotation() throws Exception {
        String site = IdentityServer.newSite();
        try (ConfigurableApplicationContext first = IdentityServer.start(IdentityServer.settings(site))) {
            String old = token(first);
            ByteArrayOutputStream shown = new ByteArrayOutputStream();
            int exit = IdentityServer.command(
                    site, new PrintStream(shown, true, StandardCharsets.UTF_8), "keys", "rotate");
            assertThat(exit).isZero();
            String next = shown.toString(StandardCharsets.UTF_8).split(" ", 2)[0];
            // The five minutes of the announcement pass.
            first.getBean(JdbcClient.class)
                    .sql("update signing_key set announced_at = announced_at - interval '6 minutes',"
                            + " signs_from = signs_from - interval '6 minutes'")
                    .update();

            try (ConfigurableApplicationContext second = IdentityServer.start(IdentityServer.settings(site));
                    ConfigurableApplicationContext service = ResourceServer.start(
                            "organization-service", IdentityServer.address(second), IdentityServer.ORIGIN)) {
                String fresh = token(second);
                assertThat(kid(fresh)).isEqualTo(next).isNotEqualTo(kid(old));
                assertThat(keySet(second)).containsExactly(kid(old), next);
                assertThat(status(service, fresh)).isEqualTo(200);
                assertThat(status(service, old)).isEqualTo(200);
            }
        }
    }

    @Test
    void aSiteThatHasOneSecretHasNothingToSealAgain() throws Exception {
        String site = IdentityServer.newSite();
        IdentityServer.start(IdentityServer.settings(site)).close();
        ByteArrayOutputStream shown = new ByteArrayOutputStream();

        int exit = IdentityServer.command(site, new PrintStream(shown, true, StandardCharsets.UTF_8), "keys", "reseal");

        assertThat(exit).isZero();
        assertThat(shown.toString(StandardCharsets.UTF_8).lines())
                .contains("signing_key  0 sealed, 0 left")
                .allMatch(line -> line.endsWith("  0 sealed, 0 left"));
    }

    @Test
    void theGatewayLosesTheScopesThatAReleaseBeforeGaveIt() {
        String site = IdentityServer.newSite();
        try (ConfigurableApplicationContext before = IdentityServer.start(IdentityServer.settings(site))) {
            before.getBean(JdbcClient.class)
                    .sql("update client set scopes = '{email,openid,profile}' where name = 'gateway'")
                    .update();
        }

        try (ConfigurableApplicationContext after = IdentityServer.start(IdentityServer.settings(site))) {
            assertThat(after.getBean(JdbcClient.class)
                            .sql("select scopes::text from client where name = 'gateway'")
                            .query(String.class)
                            .single())
                    .isEqualTo("{openid}");
        }
    }

    @Test
    void aChangedSettingReplacesTheSearchIndexersSecret() {
        String site = IdentityServer.newSite();
        IdentityServer.start(IdentityServer.settings(site)).close();
        Map<String, Object> changed = IdentityServer.settings(site);
        changed.put("SEARCH_INDEXER_CLIENT_SECRET", "another secret of the indexer");

        try (ConfigurableApplicationContext identity = IdentityServer.start(changed)) {
            String server = IdentityServer.address(identity);
            assertThat(Requests.token(server, "search-indexer", "another secret of the indexer")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(Requests.token(server, "search-indexer", IdentityServer.INDEXER_SECRET)
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aWrongEncryptionSecretIsRefusedWithAWayOut(CapturedOutput output) {
        String site = IdentityServer.newSite();
        IdentityServer.start(IdentityServer.settings(site)).close();
        Map<String, Object> wrong = IdentityServer.settings(site);
        wrong.put("KEY_ENCRYPTION_SECRET", "not the secret of this site");

        assertThat(catchThrowable(() -> IdentityServer.start(wrong).close())).isNotNull();

        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains("cannot be decrypted with this KEY_ENCRYPTION_SECRET")
                .contains("Start with the secret that this site's database was made with")
                .doesNotContain("not the secret of this site")
                .doesNotContain("\tat dev.waymark.identity.keys");
    }

    private static String token(ConfigurableApplicationContext identity) {
        return Requests.json(Requests.token(
                        IdentityServer.address(identity), "search-indexer", IdentityServer.INDEXER_SECRET))
                .path("access_token")
                .asString();
    }

    private static String kid(String token) throws Exception {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }

    private static List<String> keySet(ConfigurableApplicationContext identity) {
        return Requests.json(Requests.get(IdentityServer.address(identity) + "/oauth2/jwks"))
                .path("keys")
                .valueStream()
                .map((JsonNode key) -> key.path("kid").asString())
                .toList();
    }

    private static int status(ConfigurableApplicationContext service, String token) {
        return Requests.get(IdentityServer.address(service) + "/internal", "Authorization", "Bearer " + token)
                .statusCode();
    }
}
