package dev.waymark.search.query;

import dev.waymark.platform.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Search, by the engine or, while that is away, by the table. */
@Component
class Search {
    private static final Logger log = LoggerFactory.getLogger(Search.class);

    private final EngineSearch engine;
    private final TableSearch table;
    private final MeterRegistry registry;

    Search(EngineSearch engine, TableSearch table, MeterRegistry registry) {
        this.engine = engine;
        this.table = table;
        this.registry = registry;
    }

    /** @throws Problem {@code search_unavailable} when neither can answer */
    SearchResult search(SearchRequest request) {
        long start = System.nanoTime();
        SearchResult result;
        try {
            result = engine.search(request).orElseGet(() -> table.search(request));
        } catch (DataAccessException | TransactionException e) {
            log.error("the table could not be searched", e);
            throw new Problem(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "search_unavailable",
                            "Search is not available at the moment. Please try again in a minute.")
                    .retryAfter(Duration.ofSeconds(5));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Timer.builder("waymark.search")
                .tag("limited", String.valueOf(result.limited()))
                .description("time of a search in this service")
                .register(registry)
                .record(took);
        return result.took(took.toMillis());
    }
}
