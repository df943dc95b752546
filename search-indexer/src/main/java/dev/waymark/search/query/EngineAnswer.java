package dev.waymark.search.query;

import dev.waymark.search.query.SearchResult.Highlights;
import dev.waymark.search.query.SearchResult.Hit;
import dev.waymark.search.query.SearchResult.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the engine answered to {@link EngineQueries}, with the hits of the window in the order of their relevance. */
final class EngineAnswer {
    /** Among hits that are alike, the engine's order stays. */
    private static final double OF_THE_ENGINES_ORDER = 0.002;

    private final EngineQueries queries;
    private final List<JsonNode> answers;
    private final List<Ranked> window = new ArrayList<>();

    private record Ranked(JsonNode hit, double relevance) {}

    EngineAnswer(EngineQueries queries, List<JsonNode> answers, SearchRequest request) {
        this.queries = queries;
        this.answers = answers;
        if (queries.ranked()) {
            Relevance relevance = new Relevance(QueryText.of(request.text()));
            for (JsonNode hit : answers.getFirst().path("hits")) {
                window.add(new Ranked(hit, relevance.of(candidate(hit)) - OF_THE_ENGINES_ORDER * window.size()));
            }
            window.sort(Comparator.comparingDouble(Ranked::relevance).reversed());
        }
    }

    /** Whether asking in another way cannot bring much: the best hit is what was meant, or nothing was typed. */
    boolean isConvincing() {
        return !queries.ranked() || relevance() >= Relevance.CONVINCING;
    }

    double relevance() {
        return window.isEmpty() ? -1 : window.getFirst().relevance();
    }

    /** How many match, beyond what was asked for too. */
    long total() {
        return answers.getFirst().path("estimatedTotalHits").asLong(0);
    }

    long millis() {
        return answers.stream()
                .mapToLong(answer -> answer.path("processingTimeMs").asLong(0))
                .sum();
    }

    /** The ids of this page's hits, the nearest first. */
    List<UUID> nearest(SearchRequest request, Near near) {
        return answers.getFirst()
                .path("hits")
                .valueStream()
                .sorted(Comparator.comparingDouble(hit -> distance(hit, near)))
                .skip(request.offset())
                .limit(request.limit())
                .map(hit -> UUID.fromString(hit.path("id").asString("")))
                .toList();
    }

    private static double distance(JsonNode hit, Near near) {
        return near.kilometresTo(
                hit.path("latitude").asDouble(0), hit.path("longitude").asDouble(0));
    }

    /** @param millis of all that was asked of the engine */
    SearchResult result(SearchRequest request, long millis) {
        return result(request, hits(request), millis);
    }

    /** @param hits of this page */
    SearchResult result(SearchRequest request, List<Hit> hits, long millis) {
        JsonNode main = answers.getFirst();
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        if (request.counted()) {
            EngineQueries.FACETS.keySet().forEach(facet -> facets.put(facet, counts(main, facet)));
        }
        int apart = answers.size() - queries.without().size();
        for (int position = 0; position < queries.without().size(); position++) {
            String facet = queries.without().get(position);
            facets.put(facet, counts(answers.get(apart + position), facet));
        }
        return new SearchResult(hits, total(), facets, false, 0, millis, null);
    }

    List<Hit> hits(SearchRequest request) {
        Stream<JsonNode> first = queries.ranked()
                ? window.stream().map(Ranked::hit).skip(request.offset()).limit(request.limit())
                : answers.getFirst().path("hits").valueStream();
        Stream<JsonNode> beyond = queries.beyond() ? answers.get(1).path("hits").valueStream() : Stream.empty();
        return Stream.concat(first, beyond)
                .map(hit -> hit(hit, request.filters().near()))
                .toList();
    }

    private static Relevance.Candidate candidate(JsonNode hit) {
        JsonNode formatted = hit.path("_formatted");
        return new Relevance.Candidate(
                Highlighter.plain(formatted.path("name").asString("")),
                plain(formatted.path("names")),
                plain(formatted.path("aliases")),
                plain(formatted.path("acronyms")),
                List.of(
                        Highlighter.plain(formatted.path("city").asString("")),
                        hit.path("countryName").asString(""),
                        hit.path("subdivision").asString("")),
                Stream.concat(
                                texts(hit.path("identifiers"))
                                        .map(text -> identifier(text).value().replace(" ", "")),
                                texts(hit.path("domains")))
                        .toList(),
                hit.path("status").asString(""));
    }

    private static List<String> plain(JsonNode marked) {
        return texts(marked).map(Highlighter::plain).toList();
    }

    private static Map<String, Long> counts(JsonNode answer, String facet) {
        Map<String, Long> counts = new LinkedHashMap<>();
        answer.path("facetDistribution")
                .path(EngineQueries.FACETS.getOrDefault(facet, facet))
                .properties()
                .forEach(value -> counts.put(value.getKey(), value.getValue().asLong(0)));
        return counts;
    }

    private static Hit hit(JsonNode hit, @Nullable Near near) {
        JsonNode formatted = hit.path("_formatted");
        String city = formatted.path("city").asString("");
        return new Hit(
                UUID.fromString(hit.path("id").asString("")),
                Highlighter.plain(formatted.path("name").asString("")),
                hit.path("slug").asString(""),
                hit.path("country").asString(""),
                city.isEmpty() ? null : Highlighter.plain(city),
                texts(hit.path("kinds")).toList(),
                hit.path("status").asString(""),
                texts(hit.path("identifiers")).map(EngineAnswer::identifier).toList(),
                near == null || !hit.path("latitude").isNumber() ? null : distance(hit, near),
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
