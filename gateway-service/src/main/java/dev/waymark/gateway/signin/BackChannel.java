package dev.waymark.gateway.signin;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Asks identity-service directly: a bounded number of questions at once, each for a bounded time, and none for a while after many failed. */
@Component
@ConditionalOnWebApplication
class BackChannel implements HTTPRequestSender, ResourceRetriever {
    private static final Timeout ANSWER = Timeout.ofSeconds(3);
    private static final Duration REST = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_CHARACTERS = 128 * 1024;

    private final HttpClient http;
    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead = Bulkhead.of(
            "sign-in",
            BulkheadConfig.custom()
                    .maxConcurrentCalls(MOST_AT_ONCE)
                    .maxWaitDuration(Duration.ofSeconds(1))
                    .build());

    BackChannel(HttpClient http, MeterRegistry meters) {
        this.http = http;
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(10)
                .failureRateThreshold(50)
                .waitDurationInOpenState(REST)
                .permittedNumberOfCallsInHalfOpenState(3)
                .maxWaitDurationInHalfOpenState(REST)
                .build());
        this.breaker = breakers.circuitBreaker("sign-in");
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(meters);
    }

    /** @throws IOException when no answer comes, or one that says that there is none just now */
    @Override
    public HTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        HttpUriRequestBase outgoing = new HttpUriRequestBase(request.getMethod().name(), request.getURI());
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> outgoing.addHeader(name, value)));
        if (request.getBody() != null) {
            outgoing.removeHeaders("Content-Type");
            outgoing.setEntity(new StringEntity(
                    request.getBody(), ContentType.APPLICATION_FORM_URLENCODED.withCharset(StandardCharsets.UTF_8)));
        }
        return guarded(outgoing);
    }

    /** The key set. */
    @Override
    public Resource retrieveResource(URL url) throws IOException {
        HTTPResponse answer =
                guarded(new HttpUriRequestBase(HTTPRequest.Method.GET.name(), URI.create(url.toString())));
        if (!answer.indicatesSuccess()) {
            throw new IOException("status " + answer.getStatusCode());
        }
        return new Resource(answer.getBody(), String.valueOf(answer.getHeaderValue("Content-Type")));
    }

    private HTTPResponse guarded(HttpUriRequestBase outgoing) throws IOException {
        if (!bulkhead.tryAcquirePermission()) {
            throw new IOException("too many at once");
        }
        try {
            if (!breaker.tryAcquirePermission()) {
                throw new IOException("left alone");
            }
            return timed(outgoing);
        } finally {
            bulkhead.onComplete();
        }
    }

    private HTTPResponse timed(HttpUriRequestBase outgoing) throws IOException {
        long start = System.nanoTime();
        try {
            outgoing.setConfig(RequestConfig.custom()
                    .setConnectionRequestTimeout(1, TimeUnit.SECONDS)
                    .setResponseTimeout(ANSWER)
                    .setRedirectsEnabled(false)
                    .build());
            HTTPResponse answer = http.execute(outgoing, BackChannel::read);
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            return answer;
        } catch (IOException | RuntimeException e) {
            breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
            throw e;
        }
    }

    private static HTTPResponse read(ClassicHttpResponse response) throws IOException {
        if (response.getCode() >= HttpStatus.INTERNAL_SERVER_ERROR.value()
                || response.getCode() == HttpStatus.TOO_MANY_REQUESTS.value()) {
            throw new IOException("status " + response.getCode());
        }
        HTTPResponse answer = new HTTPResponse(response.getCode());
        if (response.getEntity() != null) {
            try {
                String type = response.getEntity().getContentType();
                if (type != null) {
                    answer.setContentType(type);
                }
                answer.setBody(EntityUtils.toString(response.getEntity(), StandardCharsets.UTF_8, MOST_CHARACTERS));
            } catch (ParseException | org.apache.hc.core5.http.ParseException e) {
                throw new IOException("an answer that cannot be read", e);
            }
        }
        return answer;
    }

    /** For tests: the service is asked again. */
    void reset() {
        breaker.reset();
    }
}
