package dev.waymark.search.meilisearch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request and its answer, whole, within the time that it may take. */
final class Exchange {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final String address;
    private final String key;

    Exchange(String address, String key) {
        this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.key = key;
    }

    /**
     * @param body JSON; null for none
     * @throws MeilisearchUnavailableException when there is no good answer in time
     * @throws MeilisearchRefusedException when the engine refuses the request
     */
    JsonNode send(String method, String path, byte @Nullable [] body, Duration timeout) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .timeout(timeout)
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<byte[]> response = whole(request, timeout);
        try {
            return answer(response.statusCode(), json.readTree(response.body()));
        } catch (JacksonException e) {
            throw new MeilisearchUnavailableException("an answer that is not JSON, status " + response.statusCode(), e);
        }
    }

    /** The request's own timeout ends with the headers: this one holds for the body too. */
    private HttpResponse<byte[]> whole(HttpRequest request, Duration timeout) {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new MeilisearchUnavailableException("no answer within " + timeout.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof IOException io ? io : e;
            throw new MeilisearchUnavailableException(
                    "no answer: " + cause.getClass().getSimpleName(), cause);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new MeilisearchUnavailableException("interrupted", e);
        }
    }

    private static JsonNode answer(int status, JsonNode body) {
        if (status < 300) {
            return body;
        }
        String code = body.path("code").asString("unknown");
        String message = body.path("message").asString("status " + status);
        boolean ours = status < 500 && status != REQUEST_TIMEOUT && status != TOO_MANY_REQUESTS;
        // A key that is not accepted is a mistake of the operator's, no document's fault.
        if (ours && status != 401 && status != 403) {
            throw new MeilisearchRefusedException(code, message);
        }
        throw new MeilisearchUnavailableException("status " + status + ", " + code + ": " + message);
    }
}
