package dev.waymark.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.identity.Provider.Person;
import dev.waymark.identity.Provider.TestClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

class DatabaseAwayTest {
    @Test
    void nothingIsUsedUpWhileTheDatabaseIsAway() {
        try (Provider provider = Provider.start()) {
            TestClient client = provider.client();
            Person person = provider.signedIn();
            JsonNode tokens = provider.tokens(person, client);
            String code = provider.code(person, client);

            takeAway(provider);
            for (HttpResponse<String> answer : List.of(
                    provider.redeem(client, code), provider.refresh(client, Provider.text(tokens, "refresh_token")))) {
                assertThat(Provider.error(answer)).isEqualTo("503 temporarily_unavailable");
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
            }
            HttpResponse<String> script = Requests.post(
                    provider.address + "/oauth2/token",
                    Map.of("grant_type", "refresh_token", "refresh_token", "x", "client_id", client.name()),
                    "Origin",
                    "https://client.example");
            assertThat(Provider.error(script)).isEqualTo("503 temporarily_unavailable");
            assertThat(provider.userInfo(Provider.text(tokens, "access_token")).statusCode())
                    .isEqualTo(503);
            HttpResponse<String> page = provider.authorize(person, Provider.request(client, "ui_locales", "de"));
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(page.body()).contains("<html lang=\"de\">").contains("Gleich wieder da");
            assertThat(Requests.get(provider.address + "/oauth2/jwks").statusCode())
                    .isEqualTo(200);

            bringBack(provider);
            assertThat(provider.redeem(client, code).statusCode()).isEqualTo(200);
            assertThat(provider.refresh(client, Provider.text(tokens, "refresh_token"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static void takeAway(Provider provider) {
        server().sql("alter database " + database(provider) + " allow_connections false")
                .update();
        server().sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?")
                .param(database(provider))
                .query(Boolean.class)
                .list();
    }

    /** Until the service has noticed; the code would expire after a minute. */
    private static void bringBack(Provider provider) {
        server().sql("alter database " + database(provider) + " allow_connections true")
                .update();
        await().atMost(Duration.ofSeconds(50))
                .until(() -> Requests.get(provider.address + "/readyz").statusCode() == 200);
    }

    private static String database(Provider provider) {
        return provider.site + "_identity";
    }

    private static JdbcClient server() {
        return JdbcClient.create(new DriverManagerDataSource(
                "jdbc:postgresql://localhost:" + TestPostgres.port() + "/postgres", "postgres", "postgres"));
    }
}
