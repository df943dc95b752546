package dev.waymark.search.query;

import dev.waymark.search.readmodel.GenericWords;
import dev.waymark.search.readmodel.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is asked for one search, in one request: the hits from which the best are chosen, what lies beyond them on this
 * page, and for each facet with a choice what other values would give.
 *
 * @param ranked whether the first {@link #WINDOW} hits are put in order here; the engine's order is taken else
 * @param beyond whether a part of the page lies behind the window
 * @param without facets whose counts are asked for apart, in the order of their queries
 */
record EngineQueries(List<Map<String, Object>> all, boolean ranked, boolean beyond, List<String> without) {
    /** So many of the engine's first hits are put in order by {@link Relevance}; with 60 hardly more is found, and it takes longer. */
    static final int WINDOW = 20;

    /** So many are put in the order of their distance; what lies further off cannot be reached. */
    static final int MOST_LOCATED = 10_000;

    /** Parameter of the API to attribute of the index. */
    static final Map<String, String> FACETS =
            new LinkedHashMap<>(Map.of("kind", "kinds", "country", "country", "status", "status"));

    /** Of these the answer has only the text with its marks: having it twice would be half of the answer. */
    static final List<String> HIGHLIGHTED = List.of("name", "names", "acronyms", "aliases", "city");

    private static final List<String> RETRIEVED = List.of(
            "id",
            "slug",
            "country",
            "countryName",
            "subdivision",
            "kinds",
            "status",
            "identifiers",
            "domains",
            "latitude",
            "longitude");

    /** What putting hits in the order of their distance takes. */
    private static final List<String> LOCATED = List.of("id", "latitude", "longitude");

    /** Which words the engine leaves out when too few documents have all of them. */
    enum LeaveOut {
        /** Those at the end first: what is typed at the beginning is taken for the most important. */
        LAST,
        /** Those first that most documents have: what is rare is taken for the most important, wherever it stands. */
        FREQUENCY,
        /** None: in an order other than relevance, weak answers would stand among the good ones. */
        NONE
    }

    static EngineQueries of(String index, SearchRequest request, LeaveOut leaveOut) {
        String text = withoutArticle(QueryText.of(request.text()));
        boolean ranked = request.sort() == Sort.RELEVANCE && !text.isEmpty();
        int end = request.offset() + request.limit();
        boolean beyond = ranked && end > WINDOW;
        Query query = new Query(index, text, ranked || text.isEmpty() ? leaveOut : LeaveOut.NONE, request);
        List<Map<String, Object>> all = new ArrayList<>();
        Map<String, Object> main = request.sort() == Sort.DISTANCE
                ? query.located()
                : query.hits(ranked ? 0 : request.offset(), ranked ? WINDOW : request.limit());
        if (request.counted()) {
            main.put("facets", List.copyOf(FACETS.values()));
        }
        all.add(main);
        if (beyond) {
            int from = Math.max(request.offset(), WINDOW);
            all.add(query.hits(from, end - from));
        }
        List<String> without = new ArrayList<>();
        request.filters().choices().forEach((facet, values) -> {
            if (request.counted() && !values.isEmpty()) {
                all.add(query.counts(facet));
                without.add(facet);
            }
        });
        return new EngineQueries(all, ranked, beyond, without);
    }

    /** The engine takes the first word for the most important: an article there would choose among names by their articles. */
    private static String withoutArticle(String text) {
        int space = text.indexOf(' ');
        boolean article =
                space > 0 && Words.of(text.substring(0, space)).stream().allMatch(GenericWords::isFiller);
        return article ? withoutArticle(text.substring(space + 1).strip()) : text;
    }

    private record Query(String index, String text, LeaveOut leaveOut, SearchRequest request) {
        Map<String, Object> hits(int offset, int limit) {
            Map<String, Object> query = query(null);
            query.put("offset", offset);
            query.put("limit", limit);
            query.put("attributesToRetrieve", RETRIEVED);
            query.put("attributesToHighlight", HIGHLIGHTED);
            query.put("highlightPreTag", Highlighter.START);
            query.put("highlightPostTag", Highlighter.END);
            switch (request.sort()) {
                case NAME -> query.put("sort", List.of("name:asc"));
                case ESTABLISHED -> query.put("sort", List.of("established:asc", "name:asc"));
                case RELEVANCE, DISTANCE -> {}
            }
            return query;
        }

        Map<String, Object> located() {
            Map<String, Object> query = query(null);
            query.put("limit", MOST_LOCATED);
            query.put("attributesToRetrieve", LOCATED);
            return query;
        }

        Map<String, Object> counts(String facet) {
            Map<String, Object> query = query(facet);
            query.put("limit", 0);
            query.put("facets", List.of(FACETS.getOrDefault(facet, facet)));
            return query;
        }

        private Map<String, Object> query(@Nullable String without) {
            Map<String, Object> query = new HashMap<>();
            query.put("indexUid", index);
            query.put("q", text);
            query.put(
                    "matchingStrategy",
                    switch (leaveOut) {
                        case LAST -> "last";
                        case FREQUENCY -> "frequency";
                        case NONE -> "all";
                    });
            List<Object> filter = new ArrayList<>();
            request.filters().choices().forEach((facet, values) -> {
                if (!facet.equals(without) && !values.isEmpty()) {
                    filter.add(FACETS.get(facet) + " IN "
                            + values.stream()
                                    .map(value -> "\"" + value + "\"")
                                    .collect(Collectors.joining(",", "[", "]")));
                }
            });
            Near near = request.filters().near();
            if (near != null) {
                // A list inside the list: any of them.
                filter.add(near.boxes().stream().map(Query::within).toList());
            }
            query.put("filter", filter);
            return query;
        }

        private static String within(Near.Box box) {
            return String.format(
                    Locale.ROOT,
                    "latitude >= %.6f AND latitude < %.6f AND longitude >= %.6f AND longitude <= %.6f",
                    box.south(),
                    box.north(),
                    box.west(),
                    box.east());
        }
    }
}
