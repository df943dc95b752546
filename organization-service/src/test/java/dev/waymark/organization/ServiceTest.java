package dev.waymark.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.testing.ApiContract;
import dev.waymark.testing.EventContract;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import tools.jackson.databind.JsonNode;

/** The whole service on a real PostgreSQL, asked over HTTP; Kafka and Connect are away. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(ServiceTest.Tokens.class)
public abstract class ServiceTest {
    private static final AtomicInteger names = new AtomicInteger();
    private static final KeyPair keys = keys();
    private static final EmbeddedPostgres postgres = postgres();
    /** The last position of the outbox that was held against the contract. */
    private static long judgedTo;

    static final ApiContract contract = new ApiContract(OpenApi.document());

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    protected JdbcClient sql;

    /** Settings are read before the test's own properties are: they come as system properties, as if from the environment. */
    static {
        Map.of(
                        "SITE", "test",
                        "MIGRATE_AT_START", "true",
                        "DATABASE_URL", "postgresql://postgres:postgres@localhost:" + postgres.getPort(),
                        "KAFKA_BOOTSTRAP_SERVERS", "localhost:1",
                        "CONNECT_URL", "http://localhost:1",
                        "waymark.env-files", ".env.dist",
                        // Dumps are made when a test makes one.
                        "waymark.dump.first-after", "P1D",
                        "waymark.dump.check", "-")
                .forEach(System::setProperty);
    }

    private static EmbeddedPostgres postgres() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("wal_level", "logical")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static class Tokens {
        @Bean
        JwtDecoder jwtDecoder() {
            return NimbusJwtDecoder.withPublicKey((RSAPublicKey) keys.getPublic())
                    .build();
        }
    }

    /** Whatever a test is about, what it made the service publish is as the contract says. */
    @AfterEach
    void whatIsPublishedIsAsTheContractSays() {
        sql.sql("""
                select position, id, topic, key, type, schema_version, aggregate_version, traceparent, payload
                from outbox where position > ? order by position
                """).param(judgedTo).query(row -> {
            Map<String, @Nullable String> headers = new HashMap<>();
            for (String header : List.of("id", "type", "schema_version", "aggregate_version", "traceparent")) {
                headers.put(header, row.getString(header));
            }
            assertThat(EventContract.complaints(
                            row.getString("topic"), row.getString("key"), headers, row.getString("payload")))
                    .as("%s %s", headers, row.getString("payload"))
                    .isEmpty();
            judgedTo = row.getLong("position");
        });
    }

    /** A bearer token of a client of this name with these scopes. */
    static String token(String client, String... scopes) {
        NimbusJwtEncoder encoder = NimbusJwtEncoder.withKeyPair(
                        (RSAPublicKey) keys.getPublic(), (java.security.interfaces.RSAPrivateKey) keys.getPrivate())
                .build();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .subject(client)
                .claim("scope", List.of(scopes))
                .expiresAt(Instant.now().plusSeconds(300))
                .build();
        return encoder.encode(JwtEncoderParameters.from(
                        JwsHeader.with(SignatureAlgorithm.RS256).build(), claims))
                .getTokenValue();
    }

    static String writer() {
        return token("tester", "organizations:write");
    }

    /** A name that no other test uses. */
    protected static String unique(String name) {
        return name + " " + names.incrementAndGet();
    }

    protected HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    protected HttpResponse<String> get(String path) {
        return send(request(path));
    }

    protected HttpResponse<String> write(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = request(path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + writer())
                .header("Content-Type", "application/json");
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    protected HttpResponse<String> create(String body) {
        return write("POST", "/api/v1/organizations", body);
    }

    /** What the API answers is held against its contract, whatever the test is about. */
    protected HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String path = response.request().uri().getPath();
            if (path.startsWith("/api/") || path.startsWith("/dumps/")) {
                assertThat(contract.complaints(response)).isEmpty();
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    protected static JsonNode json(HttpResponse<String> response) {
        return Documents.mapper().readTree(response.body());
    }

    protected static String profile(String name, @Nullable String more) {
        return "{\"name\":\"" + name + "\",\"country\":\"CH\",\"kinds\":[\"education\"]"
                + (more == null ? "" : "," + more) + "}";
    }

    protected static String id(HttpResponse<String> created) {
        return json(created).get("id").asString();
    }
}
