package dev.waymark.gateway;

import dev.waymark.platform.pages.ErrorAnswer;
import dev.waymark.platform.pages.ErrorAnswers;
import dev.waymark.platform.web.Problem;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.handler.GatewayServerResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What stands between a request and a service that may be down, slow or overloaded: a bound on requests under way, a circuit breaker,
 * one more attempt for requests that change nothing, and an answer of our own when all that does not help. Time is bounded by the
 * client's timeouts alone.
 */
class Guard implements HandlerFilterFunction<ServerResponse, ServerResponse> {
    private static final Logger log = LoggerFactory.getLogger(Guard.class);
    private static final int ATTEMPTS = 2;
    private static final int PAUSE_MILLIS = 100;
    /** RFC 9110, section 9.2.1; those that the services answer. */
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    /**
     * What a service answers, or a proxy for it, when it cannot do its work just now. With a Retry-After it is the service's own
     * considered answer, such as that too many sign in at this moment: others may fare better, and asking again at once helps nobody.
     */
    private static final Set<Integer> TRANSIENT = Set.of(502, 503);

    private final CircuitBreaker breaker;
    private final Bulkhead bulkhead;
    private final ErrorAnswers answers;
    private final BusyService busy = new BusyService();

    Guard(CircuitBreaker breaker, Bulkhead bulkhead, ErrorAnswers answers) {
        this.breaker = breaker;
        this.bulkhead = bulkhead;
        this.answers = answers;
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        boolean safe = SAFE.contains(request.method());
        Optional<Problem> refusal = safe ? Optional.empty() : busy.refusal(request.path());
        if (refusal.isPresent()) {
            return answer(request, refusal.get());
        }
        if (!bulkhead.tryAcquirePermission()) {
            return answer(request, unavailable("overloaded", "This part of the site has its hands full just now."));
        }
        // The permit is held until the answer is written, which happens after this method has returned.
        RequestEnd.of(request.servletRequest()).add(bulkhead::onComplete);
        try {
            ServerResponse response = attempt(request, next, safe ? ATTEMPTS : 1);
            if (!safe) {
                busy.note(request.path(), response);
            }
            return response;
        } catch (ServiceFailure failure) {
            log.warn("{} failed: {}", breaker.getName(), failure.kind());
            return answer(request, explain(failure, request));
        } catch (Problem refused) {
            return answer(request, refused);
        }
    }

    private ServerResponse attempt(ServerRequest request, HandlerFunction<ServerResponse> next, int attempts)
            throws Exception {
        if (!breaker.tryAcquirePermission()) {
            return answer(
                    request, unavailable("service_unavailable", "This part of the site is not available just now."));
        }
        boolean last = attempts == 1;
        long start = System.nanoTime();
        try {
            ServerResponse response = next.handle(request);
            int status = response.statusCode().value();
            if (!TRANSIENT.contains(status) || response.headers().containsHeader(HttpHeaders.RETRY_AFTER)) {
                breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                return response;
            }
            breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, new ServiceFailure("status " + status));
            if (last) {
                return response;
            }
            ServiceExchange.abandon(request);
        } catch (ServiceFailure failure) {
            breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, failure);
            // Asking again after a timeout would double what the visitor waits and what the service has to do.
            if (last || failure.timeout()) {
                throw failure;
            }
        } catch (Exception ours) {
            // The client's fault or our own: it says nothing about the service.
            breaker.releasePermission();
            throw ours;
        }
        Thread.sleep(PAUSE_MILLIS / 2 + ThreadLocalRandom.current().nextInt(PAUSE_MILLIS));
        return attempt(request, next, attempts - 1);
    }

    private static Problem unavailable(String code, String sentence) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, code, sentence + " Please try again in a moment.")
                .retryAfter(Guards.REST);
    }

    private static Problem explain(ServiceFailure failure, ServerRequest request) {
        if (!failure.timeout()) {
            return unavailable("service_unavailable", "This part of the site is not available just now.");
        }
        return new Problem(
                        HttpStatus.GATEWAY_TIMEOUT,
                        "gateway_timeout",
                        SAFE.contains(request.method())
                                ? "This took longer than it should. Please try again in a moment."
                                : "The service did not answer in time and may have carried out the request all the same:"
                                        + " look before you send it again, or send it with the same Idempotency-Key.")
                .retryAfter(Guards.REST);
    }

    private ServerResponse answer(ServerRequest request, Problem problem) throws Exception {
        ErrorAnswer answer = answers.answer(
                problem,
                request.servletRequest().getRequestURI(),
                request.servletRequest().getHeader(HttpHeaders.ACCEPT));
        return GatewayServerResponse.status(answer.status()).build((_, response) -> {
            answer.writeTo(response);
            return null;
        });
    }
}
