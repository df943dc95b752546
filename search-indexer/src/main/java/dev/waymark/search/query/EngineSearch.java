package dev.waymark.search.query;

import dev.waymark.platform.settings.Site;
import dev.waymark.search.meilisearch.Meilisearch;
import dev.waymark.search.meilisearch.MeilisearchRefusedException;
import dev.waymark.search.meilisearch.MeilisearchUnavailableException;
import dev.waymark.search.query.EngineQueries.LeaveOut;
import dev.waymark.search.query.SearchRequest.Filters;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Search by the engine, within a bounded time and number of requests at once. */
@Component
class EngineSearch {
    private static final Logger log = LoggerFactory.getLogger(EngineSearch.class);
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(2);
    private static final int MOST_AT_ONCE = 64;

    private final Meilisearch engine;
    private final TableSearch table;
    private final NearestName nearestName;
    private final String index;
    private final boolean configured;
    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "meilisearch",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(4)
                    .minimumNumberOfCalls(2)
                    .failureRateThreshold(50)
                    .waitDurationInOpenState(Duration.ofSeconds(2))
                    .permittedNumberOfCallsInHalfOpenState(1)
                    .build());

    EngineSearch(
            Meilisearch engine,
            TableSearch table,
            NearestName nearestName,
            Site site,
            @Value("${SEARCH_URL}") String address) {
        this.engine = engine;
        this.table = table;
        this.nearestName = nearestName;
        this.index = site.index("organizations");
        this.configured = !address.isBlank();
    }

    /** @return empty when the engine is away, too busy, or has no index yet */
    Optional<SearchResult> search(SearchRequest request) {
        if (!configured || !permits.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(answer(request));
        } catch (CallNotPermittedException _) {
            return Optional.empty();
        } catch (MeilisearchUnavailableException | MeilisearchRefusedException e) {
            log.warn("searching without the engine: {}", e.getMessage());
            return Optional.empty();
        } finally {
            permits.release();
        }
    }

    /** Makes a search that nobody waits for: what the JVM and the engine load at their first one takes longer than a search may. */
    void warmUp() {
        if (!configured) {
            return;
        }
        SearchRequest request = new SearchRequest("university of", Filters.NONE, Sort.RELEVANCE, true, 20, 0, true);
        EngineQueries queries = EngineQueries.of(index, request, LeaveOut.LAST);
        try {
            List<JsonNode> answers = engine.search(queries.all(), LONGEST_WARM_UP);
            new EngineAnswer(queries, answers, request).result(request, 0);
        } catch (MeilisearchUnavailableException | MeilisearchRefusedException e) {
            log.info("the search engine is not there yet: {}", e.getMessage());
        }
    }

    /** {@code CLOSED} while the engine answers. */
    String breakerState() {
        return configured ? breaker.getState().name() : "NOT_CONFIGURED";
    }

    /**
     * Asks in the way that suits what is being typed. When that finds nothing convincing, asks for the name that is spelt nearly so;
     * where there is none, in the way that suits longer texts.
     */
    private SearchResult answer(SearchRequest request) {
        EngineAnswer first = ask(request, LeaveOut.LAST);
        Near near = request.filters().near();
        if (request.sort() == Sort.DISTANCE && near != null) {
            EngineAnswer nearest = nearest(request, near, first);
            return first.result(request, table.hits(request, nearest.nearest(request, near)), first.millis());
        }
        if (first.isConvincing()) {
            return first.result(request, first.millis());
        }
        try {
            Optional<SearchResult> corrected = request.exact() ? Optional.empty() : corrected(request, first);
            return corrected.isPresent() ? corrected.get() : better(request, first);
        } catch (CallNotPermittedException | MeilisearchUnavailableException e) {
            log.warn("the search engine was asked in one way only: {}", e.getMessage());
            return first.result(request, first.millis());
        }
    }

    private Optional<SearchResult> corrected(SearchRequest request, EngineAnswer first) {
        return nearestName.to(request.text()).flatMap(name -> {
            // Quotation marks would ask the engine for these very words.
            SearchRequest other = request.with(name.replace('"', ' ').strip());
            EngineAnswer second = ask(other, LeaveOut.LAST);
            return second.relevance() > first.relevance()
                    ? Optional.of(second.result(other, first.millis() + second.millis())
                            .inPlaceOfWhatWasTyped(name))
                    : Optional.empty();
        });
    }

    private SearchResult better(SearchRequest request, EngineAnswer first) {
        EngineAnswer second = ask(request, LeaveOut.FREQUENCY);
        EngineAnswer better = second.relevance() > first.relevance() ? second : first;
        return better.result(request, first.millis() + second.millis());
    }

    /** Where there are more matches than can be put in order, those of a smaller circle that has enough of them for this page. */
    private EngineAnswer nearest(SearchRequest request, Near near, EngineAnswer all) {
        EngineAnswer nearest = all;
        for (int radius = near.radius() / 2; nearest.total() > EngineQueries.MOST_LOCATED && radius > 0; radius /= 2) {
            EngineAnswer closer = ask(request.within(near.withRadius(radius)), LeaveOut.LAST);
            if (closer.total() < request.offset() + request.limit()) {
                break;
            }
            nearest = closer;
        }
        return nearest;
    }

    private EngineAnswer ask(SearchRequest request, LeaveOut leaveOut) {
        EngineQueries queries = EngineQueries.of(index, request, leaveOut);
        return new EngineAnswer(queries, breaker.executeSupplier(() -> engine.search(queries.all(), TIMEOUT)), request);
    }
}
