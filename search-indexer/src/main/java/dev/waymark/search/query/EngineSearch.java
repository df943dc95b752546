package dev.waymark.search.query;

import dev.waymark.platform.settings.Site;
import dev.waymark.search.meilisearch.Meilisearch;
import dev.waymark.search.meilisearch.MeilisearchRefusedException;
import dev.waymark.search.meilisearch.MeilisearchUnavailableException;
import dev.waymark.search.query.SearchResult.Highlights;
import dev.waymark.search.query.SearchResult.Hit;
import dev.waymark.search.query.SearchResult.Identifier;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    private static final int MOST_AT_ONCE = 64;
    /** Parameter of the API to attribute of the index. */
    private static final Map<String, String> FACETS =
            new LinkedHashMap<>(Map.of("kind", "kinds", "country", "country", "status", "status"));

    private static final List<String> RETRIEVED = List.of(
            "id", "name", "slug", "country", "city", "kinds", "status", "identifiers", "names", "acronyms", "aliases");
    private static final List<String> HIGHLIGHTED = List.of("name", "names", "acronyms", "aliases", "city");

    private final Meilisearch engine;
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

    EngineSearch(Meilisearch engine, Site site, @Value("${SEARCH_URL}") String address) {
        this.engine = engine;
        this.index = site.index("organizations");
        this.configured = !address.isBlank();
    }

    /** @return empty when the engine is away, too busy, or has no index yet */
    Optional<SearchResult> search(SearchRequest request) {
        if (!configured || !permits.tryAcquire()) {
            return Optional.empty();
        }
        try {
            List<String> without = new ArrayList<>();
            List<Map<String, Object>> queries = queries(request, without);
            return Optional.of(result(breaker.executeSupplier(() -> engine.search(queries, TIMEOUT)), without));
        } catch (CallNotPermittedException _) {
            return Optional.empty();
        } catch (MeilisearchUnavailableException | MeilisearchRefusedException e) {
            log.warn("searching without the engine: {}", e.getMessage());
            return Optional.empty();
        } finally {
            permits.release();
        }
    }

    /** {@code CLOSED} while the engine answers. */
    String breakerState() {
        return configured ? breaker.getState().name() : "NOT_CONFIGURED";
    }

    /**
     * The search itself, then one for each facet with a choice: what other values would give is counted without that choice.
     *
     * @param without filled with the facets of the further searches
     */
    private List<Map<String, Object>> queries(SearchRequest request, List<String> without) {
        List<Map<String, Object>> queries = new ArrayList<>();
        String text = QueryText.of(request.text());
        Map<String, Object> main = query(text, request, null, List.copyOf(FACETS.values()));
        main.put("limit", request.limit());
        main.put("offset", request.offset());
        main.put("attributesToRetrieve", RETRIEVED);
        main.put("attributesToHighlight", HIGHLIGHTED);
        main.put("highlightPreTag", Highlighter.START);
        main.put("highlightPostTag", Highlighter.END);
        queries.add(main);
        choices(request).forEach((facet, values) -> {
            if (!values.isEmpty()) {
                Map<String, Object> query = query(text, request, facet, List.of(FACETS.getOrDefault(facet, facet)));
                query.put("limit", 0);
                queries.add(query);
                without.add(facet);
            }
        });
        return queries;
    }

    private Map<String, Object> query(
            String text, SearchRequest request, @Nullable String without, List<String> facets) {
        Map<String, Object> query = new HashMap<>();
        query.put("indexUid", index);
        query.put("q", text);
        query.put("facets", facets);
        List<String> filters = choices(request).entrySet().stream()
                .filter(choice ->
                        !choice.getKey().equals(without) && !choice.getValue().isEmpty())
                .map(choice -> FACETS.get(choice.getKey()) + " IN "
                        + choice.getValue().stream()
                                .map(value -> "\"" + value + "\"")
                                .collect(Collectors.joining(",", "[", "]")))
                .toList();
        query.put("filter", filters);
        return query;
    }

    private static Map<String, List<String>> choices(SearchRequest request) {
        return Map.of("kind", request.kinds(), "country", request.countries(), "status", request.statuses());
    }

    private static SearchResult result(List<JsonNode> answers, List<String> without) {
        JsonNode main = answers.getFirst();
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        FACETS.keySet().forEach(facet -> facets.put(facet, counts(main, facet)));
        for (int position = 0; position < without.size(); position++) {
            facets.put(without.get(position), counts(answers.get(position + 1), without.get(position)));
        }
        List<Hit> hits = new ArrayList<>();
        main.path("hits").forEach(hit -> hits.add(hit(hit)));
        long millis = answers.stream()
                .mapToLong(answer -> answer.path("processingTimeMs").asLong(0))
                .sum();
        return new SearchResult(hits, main.path("estimatedTotalHits").asLong(0), facets, false, 0, millis);
    }

    private static Map<String, Long> counts(JsonNode answer, String facet) {
        Map<String, Long> counts = new LinkedHashMap<>();
        answer.path("facetDistribution")
                .path(FACETS.getOrDefault(facet, facet))
                .properties()
                .forEach(value -> counts.put(value.getKey(), value.getValue().asLong(0)));
        return counts;
    }

    private static Hit hit(JsonNode hit) {
        JsonNode formatted = hit.path("_formatted");
        String city = formatted.path("city").asString("");
        return new Hit(
                UUID.fromString(hit.path("id").asString("")),
                hit.path("name").asString(""),
                hit.path("slug").asString(""),
                hit.path("country").asString(""),
                hit.path("city").isString() ? hit.path("city").asString() : null,
                texts(hit.path("kinds")).toList(),
                hit.path("status").asString(""),
                texts(hit.path("identifiers")).map(EngineSearch::identifier).toList(),
                new Highlights(
                        Highlighter.html(formatted.path("name").asString("")),
                        Stream.of("acronyms", "names", "aliases")
                                .flatMap(names -> texts(formatted.path(names)))
                                .filter(name -> name.contains(Highlighter.START))
                                .map(Highlighter::html)
                                .toList(),
                        city.isEmpty() ? null : Highlighter.html(city)));
    }

    private static Stream<String> texts(JsonNode array) {
        return array.valueStream().map(node -> node.asString(""));
    }

    private static Identifier identifier(String text) {
        int colon = text.indexOf(':');
        return new Identifier(text.substring(0, colon), text.substring(colon + 1));
    }
}
