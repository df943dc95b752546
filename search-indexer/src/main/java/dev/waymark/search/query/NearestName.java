package dev.waymark.search.query;

import dev.waymark.events.OrganizationState;
import dev.waymark.search.readmodel.Spellings;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/** The name of an organisation that is spelt nearly as what was typed, however much the error hides it from the engine. */
@Component
class NearestName {
    private static final Logger log = LoggerFactory.getLogger(NearestName.class);
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final int MOST_CANDIDATES = 3000;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    /** From this length on, two errors may be made. */
    private static final int LONG = 12;

    private final JdbcClient sql;
    private final QuickReads reads;
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    /** While the database is away or slow, it is asked once in a while only. */
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "nearest-name",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(1)
                    .minimumNumberOfCalls(1)
                    .waitDurationInOpenState(Duration.ofSeconds(10))
                    .permittedNumberOfCallsInHalfOpenState(1)
                    // So many visitors are looking just now: that is no failure.
                    .ignoreExceptions(TransientDataAccessResourceException.class)
                    .build());

    NearestName(JdbcClient sql, QuickReads reads) {
        this.sql = sql;
        this.reads = reads;
    }

    private record Candidate(UUID id, String spelling, int errors) {}

    /** @return empty as well when the table cannot be asked just now */
    Optional<String> to(String typed) {
        String spelling = Spellings.of(typed);
        List<Integer> keys = Spellings.keysOfTyped(spelling);
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        try {
            return breaker.executeSupplier(
                    () -> soon(() -> nearest(spelling, keys).flatMap(this::name)));
        } catch (CallNotPermittedException _) {
            return Optional.empty();
        } catch (DataAccessException | TransactionException e) {
            log.warn("names that are spelt nearly so were not looked for: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** On a thread of its own, so that nothing that can happen to a database holds a search up for longer. */
    private <T> T soon(Supplier<T> query) {
        Future<T> result = readers.submit(() -> reads.readAtOnce(query));
        try {
            return result.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new QueryTimeoutException("no answer within " + LONGEST_WAIT.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryTimeoutException("interrupted", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            result.cancel(true);
        }
    }

    private Optional<Candidate> nearest(String typed, List<Integer> keys) {
        return sql
                .sql("""
                        select id, spellings from organization_document
                        where not deleted and spelling_keys && ?::integer[] limit ?
                        """)
                .params(keys.toArray(Integer[]::new), MOST_CANDIDATES)
                .query((row, _) -> candidates(typed, row.getObject("id", UUID.class), row.getString("spellings")))
                .list()
                .stream()
                .flatMap(candidates -> candidates)
                .min(Comparator.comparing(Candidate::errors)
                        .thenComparing(Candidate::spelling)
                        .thenComparing(Candidate::id));
    }

    private static Stream<Candidate> candidates(String typed, UUID id, String spellings) {
        int most = typed.length() < LONG ? 1 : 2;
        return Arrays.stream(spellings.split("\n"))
                .map(spelling -> new Candidate(id, spelling, TypingErrors.between(spelling, typed, most)))
                .filter(candidate -> candidate.errors() <= most);
    }

    /** As it is written; empty when the organisation has just been deleted. */
    private Optional<String> name(Candidate candidate) {
        return sql.sql("select document from organization_document where id = ? and not deleted")
                .param(candidate.id())
                .query(String.class)
                .optional()
                .map(document -> json.readValue(document, OrganizationState.class))
                .flatMap(state -> Spellings.names(state)
                        .filter(name -> Spellings.of(name).equals(candidate.spelling()))
                        .findFirst());
    }
}
