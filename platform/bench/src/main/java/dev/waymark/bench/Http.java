package dev.waymark.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One client for everything that is asked, so that all arms of a comparison pay the same for it. */
final class Http {
    static final JsonMapper JSON = JsonMapper.builder().build();
    /** A batch of documents takes the engine seconds to store. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** An answer, whatever its status. */
    record Answer(int status, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    /**
     * Sends a request as it is, but bounded in time. Redirects are answers like others.
     *
     * @throws BenchmarkException when there is no answer
     */
    HttpResponse<String> exchange(HttpRequest.Builder request) throws InterruptedException {
        HttpRequest sent = request.timeout(TIMEOUT).build();
        try {
            return client.send(sent, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new BenchmarkException(sent.method() + " " + sent.uri().getPath() + " got no answer: " + e, e);
        }
    }

    /**
     * @param body JSON; null for none
     * @throws BenchmarkException when there is no answer
     */
    Answer send(String method, String url, @Nullable String body, Map<String, String> headers)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new BenchmarkException(method + " " + url + " got no answer: " + e, e);
        }
    }

    /** @throws BenchmarkException when the answer is not a good one */
    Answer ask(String method, String url, @Nullable String body, Map<String, String> headers)
            throws InterruptedException {
        Answer answer = send(method, url, body, headers);
        if (answer.status() >= 300) {
            throw new BenchmarkException(method + " " + url + " was answered " + answer.status() + ": "
                    + answer.body().substring(0, Math.min(500, answer.body().length())));
        }
        return answer;
    }
}
