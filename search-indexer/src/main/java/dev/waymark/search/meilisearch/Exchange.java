package dev.waymark.search.meilisearch;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request and its answer, whole, within the time that it may take. By a client that reads on the thread that writes: each thread
 * that has to be woken in between waits for a core on a busy machine.
 */
final class Exchange {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MOST_CONNECTIONS = 100;

    /** Gives up what takes too long: the client's own timeouts end with each piece of an answer that arrives. */
    private static final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("meilisearch-timeouts").factory());

    private final CloseableHttpClient http = client();
    private final String address;
    private final String key;

    Exchange(String address, String key) {
        this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.key = key;
    }

    private static CloseableHttpClient client() {
        return HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setMaxConnPerRoute(MOST_CONNECTIONS)
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setTcpNoDelay(true).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofSeconds(1))
                                // An engine that was restarted has closed what the pool still holds.
                                .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                                .build())
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /**
     * @param body JSON; null for none
     * @throws MeilisearchUnavailableException when there is no good answer in time
     * @throws MeilisearchRefusedException when the engine refuses the request
     */
    JsonNode send(String method, String path, byte @Nullable [] body, Duration timeout) {
        HttpUriRequestBase request = new HttpUriRequestBase(method, URI.create(address + path));
        request.setHeader("Authorization", "Bearer " + key);
        Timeout wait = Timeout.of(timeout);
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(wait)
                .setResponseTimeout(wait)
                .build());
        if (body != null) {
            request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        }
        Answer answer = whole(request, timeout);
        try {
            return answer(answer.status(), json.readTree(answer.body()));
        } catch (JacksonException e) {
            throw new MeilisearchUnavailableException("an answer that is not JSON, status " + answer.status(), e);
        }
    }

    private record Answer(int status, byte[] body) {}

    private Answer whole(HttpUriRequestBase request, Duration timeout) {
        ScheduledFuture<?> end = clock.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return http.execute(
                    request,
                    response -> new Answer(
                            response.getCode(),
                            response.getEntity() == null
                                    ? new byte[0]
                                    : EntityUtils.toByteArray(response.getEntity())));
        } catch (IOException | IllegalStateException e) {
            // The client says that its connection is in a wrong state when the end comes before it is made.
            if (request.isCancelled()) {
                throw new MeilisearchUnavailableException("no answer within " + timeout.toMillis() + " ms", e);
            }
            throw new MeilisearchUnavailableException(
                    "no answer: " + e.getClass().getSimpleName(), e);
        } finally {
            end.cancel(false);
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
