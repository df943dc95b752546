package dev.waymark.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The gateway on a free port, with scripted services behind it. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "waymark.env-files=.env.dist",
            "PUBLIC_ORIGIN=http://directory.example:8080",
            // Nobody there: whatever runs on this machine is none of a test's business.
            "CACHE_URL=redis://localhost:1",
            "KAFKA_BOOTSTRAP_SERVERS=localhost:1",
            "waymark.gateway.read-timeout-millis=1000"
        })
public abstract class GatewayTest {
    protected static final ScriptedService identity = new ScriptedService("identity-service");
    protected static final ScriptedService organization = new ScriptedService("organization-service");
    protected static final ScriptedService search = new ScriptedService("search-indexer");
    protected static final ScriptedService billing = new ScriptedService("billing-service");
    protected static final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    @LocalServerPort
    protected int port;

    @Autowired
    Guards guards;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry registry) {
        registry.add("IDENTITY_URL", identity::url);
        registry.add("ORGANIZATION_URL", organization::url);
        registry.add("SEARCH_INDEXER_URL", search::url);
        registry.add("BILLING_URL", billing::url);
    }

    /** Another copy of the gateway, with the same services behind it, and these settings of its own. */
    protected static ConfigurableApplicationContext anotherGateway(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        Stream.of(
                        "--waymark.env-files=.env.dist",
                        "--server.port=0",
                        "--CACHE_URL=redis://localhost:1",
                        "--KAFKA_BOOTSTRAP_SERVERS=localhost:1",
                        "--IDENTITY_URL=" + identity.url(),
                        "--ORGANIZATION_URL=" + organization.url(),
                        "--SEARCH_INDEXER_URL=" + search.url(),
                        "--BILLING_URL=" + billing.url())
                .filter(usual -> all.stream().noneMatch(own -> own.startsWith(usual.split("=", 2)[0] + "=")))
                .forEach(all::add);
        return new SpringApplicationBuilder(GatewayApplication.class).run(all.toArray(String[]::new));
    }

    protected static int portOf(ConfigurableApplicationContext gateway) {
        return gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @BeforeEach
    void everythingWorks() {
        List.of(identity, organization, search, billing).forEach(ScriptedService::reset);
        guards.reset();
    }

    protected HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    protected HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    protected HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    protected URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** Sends these very bytes, which a client library might refuse to, and returns all that comes back. */
    protected String raw(String request) {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request for a target as it stands, on a connection of its own. */
    protected String rawGet(String target, String... headerLines) {
        String more = headerLines.length == 0 ? "" : String.join("\r\n", headerLines) + "\r\n";
        return raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + more + "\r\n");
    }
}
