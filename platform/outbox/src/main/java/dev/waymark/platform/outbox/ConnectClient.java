package dev.waymark.platform.outbox;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** The part of Kafka Connect's REST API that keeps one connector running. Every call throws {@link RestClientException} in time. */
final class ConnectClient {
    private final RestClient rest;
    private final String connector;

    ConnectClient(String address, String connector) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build());
        requests.setReadTimeout(Duration.ofSeconds(10));
        this.rest =
                RestClient.builder().baseUrl(address).requestFactory(requests).build();
        this.connector = connector;
    }

    /** The connector's configuration as Connect has it; empty when it is not registered. */
    Optional<JsonNode> configuration() {
        return read("/connectors/{name}/config");
    }

    /** The state of connector and tasks; empty when it is not registered. */
    Optional<JsonNode> status() {
        return read("/connectors/{name}/status");
    }

    private Optional<JsonNode> read(String path) {
        try {
            return Optional.ofNullable(
                    rest.get().uri(path, connector).retrieve().body(JsonNode.class));
        } catch (HttpClientErrorException.NotFound _) {
            return Optional.empty();
        }
    }

    void register(Map<String, String> configuration) {
        rest.put()
                .uri("/connectors/{name}/config", connector)
                .body(configuration)
                .retrieve()
                .toBodilessEntity();
    }

    void restartFailed() {
        rest.post()
                .uri("/connectors/{name}/restart?includeTasks=true&onlyFailed=true", connector)
                .retrieve()
                .toBodilessEntity();
    }

    void stop() {
        rest.put().uri("/connectors/{name}/stop", connector).retrieve().toBodilessEntity();
    }

    void forgetOffsets() {
        rest.delete().uri("/connectors/{name}/offsets", connector).retrieve().toBodilessEntity();
    }

    void resume() {
        rest.put().uri("/connectors/{name}/resume", connector).retrieve().toBodilessEntity();
    }
}
