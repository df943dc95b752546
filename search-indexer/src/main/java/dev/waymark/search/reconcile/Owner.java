package dev.waymark.search.reconcile;

import dev.waymark.search.readmodel.Fingerprint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service that owns the organisations, as far as a reader of its states may ask. */
@Component
class Owner implements AutoCloseable {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final Duration ANSWER = Duration.ofSeconds(20);
    /** A stream of a million states takes seconds; one that takes longer than this hangs. */
    private static final Duration STREAM = Duration.ofMinutes(5);

    private static final int MOST = 10_000;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("owner-timeout").factory());
    private final URI organizations;
    private final ClientToken token;

    Owner(@Value("${ORGANIZATION_URL}") String address, ClientToken token) {
        this.organizations = URI.create(address.strip() + "/internal/organizations/");
        this.token = token;
    }

    /** Every state, sorted by id in the order of its bytes; closed by the caller. */
    final class States implements AutoCloseable {
        private final InputStream body;
        private final BufferedReader lines;
        private final ScheduledFuture<?> alarm;

        private States(InputStream body) {
            this.body = body;
            this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            this.alarm = alarms.schedule(this::abort, STREAM.toSeconds(), TimeUnit.SECONDS);
        }

        /** @return null at the end */
        @Nullable
        Fingerprint next() {
            try {
                String line = lines.readLine();
                return line == null ? null : fingerprint(json.readTree(line));
            } catch (IOException | JacksonException e) {
                throw new OwnerUnavailableException("the stream of states broke off", e);
            }
        }

        private void abort() {
            try {
                body.close();
            } catch (IOException _) {
                // The reader notices.
            }
        }

        @Override
        public void close() {
            alarm.cancel(false);
            abort();
        }
    }

    private static Fingerprint fingerprint(JsonNode line) {
        return new Fingerprint(
                UUID.fromString(line.path("id").asString("")),
                line.path("version").asLong(0),
                line.path("hash").asString(""),
                line.path("deleted").asBoolean(false));
    }

    /** @throws OwnerUnavailableException when there is no answer */
    States states() throws InterruptedException {
        HttpRequest request = request("states").GET().build();
        return new States(Calls.send(http, request, HttpResponse.BodyHandlers.ofInputStream())
                .body());
    }

    /** Asks for the states of organisations to be published again; those that are not known are passed over. */
    void republish(List<UUID> ids) throws InterruptedException {
        List<UUID> left = new ArrayList<>(ids);
        while (!left.isEmpty()) {
            List<UUID> part = left.subList(0, Math.min(MOST, left.size()));
            HttpRequest request = request("republish")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(Map.of("ids", part))))
                    .build();
            Calls.send(http, request, HttpResponse.BodyHandlers.discarding());
            part.clear();
        }
    }

    private HttpRequest.Builder request(String path) throws InterruptedException {
        return HttpRequest.newBuilder(organizations.resolve(path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token.value());
    }

    @Override
    public void close() {
        alarms.shutdownNow();
    }
}
