package dev.waymark.search.reconcile;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An access token with which this service asks the owner of the organisations: client credentials, RFC 6749 section 4.4. */
@Component
class ClientToken {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final String CLIENT = "search-indexer";
    private static final String SCOPE = "organizations:internal";
    /** A token is not used in its last moments: it could expire on the way. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI endpoint;
    private final String secret;
    private final Clock clock;
    private String token = "";
    private Instant usableUntil = Instant.MIN;

    ClientToken(
            @Value("${IDENTITY_URL}") String identity,
            @Value("${SEARCH_INDEXER_CLIENT_SECRET}") String secret,
            Clock clock) {
        this.http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
        this.endpoint = URI.create(identity.strip() + "/oauth2/token");
        this.secret = secret.strip();
        this.clock = clock;
    }

    /** @throws OwnerUnavailableException when no token is given */
    synchronized String value() throws InterruptedException {
        if (clock.instant().isAfter(usableUntil)) {
            JsonNode answer = request();
            token = answer.path("access_token").asString("");
            usableUntil = clock.instant()
                    .plusSeconds(answer.path("expires_in").asLong(0))
                    .minus(MARGIN);
        }
        return token;
    }

    private JsonNode request() throws InterruptedException {
        // RFC 6749, section 2.3.1: name and secret are form-encoded before they become Basic credentials.
        String login = form(CLIENT) + ":" + form(secret);
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(5))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=" + form(SCOPE)))
                .build();
        HttpResponse<byte[]> response = Calls.send(http, request, HttpResponse.BodyHandlers.ofByteArray());
        return json.readTree(response.body());
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
