package dev.waymark.search.query;

import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Place;
import dev.waymark.search.query.SearchResult.Highlights;
import dev.waymark.search.query.SearchResult.Hit;
import dev.waymark.search.query.SearchResult.Identifier;
import dev.waymark.search.readmodel.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The limited search in the indexer's own table: beginnings of words, and likeness when nothing begins so. */
@Component
class TableSearch {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final int MOST_WORDS = 8;
    /** What was chosen in a facet; no choice takes everything. */
    private static final String KIND = "(cardinality(?::text[]) = 0 or kinds && ?::text[])";

    private static final String COUNTRY = "(cardinality(?::text[]) = 0 or country = any (?::text[]))";
    private static final String STATUS = "(cardinality(?::text[]) = 0 or status = any (?::text[]))";

    private final JdbcClient sql;
    private final QuickReads reads;

    TableSearch(JdbcClient sql, QuickReads reads) {
        this.sql = sql;
        this.reads = reads;
    }

    /** A condition of SQL with its parameters. */
    private record Condition(String text, List<Object> parameters, String order, List<Object> orderParameters) {}

    SearchResult search(SearchRequest request) {
        List<String> words = words(request);
        Condition beginnings = ordered(beginnings(words, request), request);
        List<Hit> hits = hits(beginnings, request, words);
        if (!hits.isEmpty() || words.isEmpty() || request.offset() > 0) {
            return result(hits, beginnings, request);
        }
        Condition likeness = ordered(likeness(words, request), request);
        return result(hits(likeness, request, words), likeness, request);
    }

    /** Hits in the order of the given ids; without those that are not in the table any more. */
    List<Hit> hits(SearchRequest request, List<UUID> ids) {
        List<String> words = words(request);
        return reads.read(() -> sql.sql("""
                        select document from unnest(?::uuid[]) with ordinality as wanted (id, place)
                        join organization_document using (id) where not deleted order by place
                        """)
                .param(ids.toArray(UUID[]::new))
                .query((row, _) ->
                        hit(row.getString("document"), words, request.filters().near()))
                .list());
    }

    private static List<String> words(SearchRequest request) {
        return Words.of(QueryText.of(request.text())).stream()
                .distinct()
                .limit(MOST_WORDS)
                .toList();
    }

    /** In the order that was asked for, where the table can tell: it does not know years of foundation, and takes names. */
    private static Condition ordered(Condition condition, SearchRequest request) {
        Near near = request.filters().near();
        return switch (request.sort()) {
            case RELEVANCE -> condition;
            case NAME, ESTABLISHED -> new Condition(condition.text(), condition.parameters(), "name, id", List.of());
            case DISTANCE ->
                near == null
                        ? condition
                        : new Condition(
                                condition.text(),
                                condition.parameters(),
                                // On a plane, which is near enough for an order, and across the date line.
                                "power(latitude - ?, 2) + power(? * least(abs(longitude - ?), 360 - abs(longitude - ?)), 2), id",
                                List.of(
                                        near.latitude(),
                                        Math.cos(Math.toRadians(near.latitude())),
                                        near.longitude(),
                                        near.longitude()));
        };
    }

    private static Condition beginnings(List<String> words, SearchRequest request) {
        StringBuilder text = new StringBuilder("not deleted");
        List<Object> parameters = new ArrayList<>();
        for (String word : words) {
            // Words are letters and digits only: no wildcard needs escaping. The space lets the index know a beginning.
            text.append(" and words like ?");
            parameters.add("% " + word + "%");
        }
        addPlace(text, parameters, request);
        String name = String.join(" ", words);
        return new Condition(
                text.toString(),
                parameters,
                words.isEmpty() ? "name, id" : "words like ? desc, words like ? desc, length(name), name, id",
                words.isEmpty() ? List.of() : List.of(" " + name + " %", " " + name + "%"));
    }

    private static Condition likeness(List<String> words, SearchRequest request) {
        String query = String.join(" ", words);
        StringBuilder text = new StringBuilder("not deleted and ? <% words");
        List<Object> parameters = new ArrayList<>(List.of(query));
        addPlace(text, parameters, request);
        return new Condition(
                text.toString(), parameters, "word_similarity(?, words) desc, length(name), id", List.of(query));
    }

    private static void addPlace(StringBuilder text, List<Object> parameters, SearchRequest request) {
        Near near = request.filters().near();
        if (near == null) {
            return;
        }
        text.append(" and (");
        String or = "";
        for (Near.Box box : near.boxes()) {
            text.append(or).append("latitude >= ? and latitude < ? and longitude between ? and ?");
            parameters.addAll(List.of(box.south(), box.north(), box.west(), box.east()));
            or = " or ";
        }
        text.append(')');
    }

    /** The parameters of {@link #KIND}, {@link #COUNTRY} and {@link #STATUS}, in this order. */
    private static List<Object> choices(SearchRequest request) {
        return Stream.of(
                        request.filters().kinds(),
                        request.filters().countries(),
                        request.filters().statuses())
                .map(values -> values.toArray(String[]::new))
                .<Object>mapMulti((values, parameters) -> {
                    parameters.accept(values);
                    parameters.accept(values);
                })
                .toList();
    }

    private List<Hit> hits(Condition condition, SearchRequest request, List<String> words) {
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.addAll(choices(request));
        parameters.addAll(condition.orderParameters());
        parameters.add(request.limit());
        parameters.add(request.offset());
        return reads.read(() -> sql.sql("select document from organization_document where " + condition.text() + " and "
                        + KIND + " and " + COUNTRY + " and " + STATUS + " order by " + condition.order()
                        + " limit ? offset ?")
                .params(parameters)
                .query((row, _) ->
                        hit(row.getString("document"), words, request.filters().near()))
                .list());
    }

    private SearchResult result(List<Hit> hits, Condition condition, SearchRequest request) {
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        facets.put("kind", new LinkedHashMap<>());
        facets.put("country", new LinkedHashMap<>());
        facets.put("status", new LinkedHashMap<>());
        long[] total = {request.offset() + hits.size()};
        if (!request.counted()) {
            return new SearchResult(hits, total[0], Map.of(), true, 0, null, null);
        }
        try {
            count(condition, request, facets, total);
        } catch (QueryTimeoutException _) {
            // The hits are what matters; counts of very many matches take too long here.
        }
        return new SearchResult(hits, total[0], facets, true, 0, null, null);
    }

    /** Each facet is counted as if nothing were chosen in it, so that its other values stay to be chosen. */
    private void count(
            Condition condition, SearchRequest request, Map<String, Map<String, Long>> facets, long[] total) {
        List<Object> parameters = new ArrayList<>(choices(request));
        parameters.addAll(condition.parameters());
        reads.read(() -> {
            sql.sql("with matching as materialized (select kinds, country, status, " + KIND + " as of_kind, " + COUNTRY
                            + " as of_country, " + STATUS + " as of_status from organization_document where "
                            + condition.text() + """
                            ) select 'total' as facet, '' as value, count(*) from matching
                                where of_kind and of_country and of_status
                            union all select 'country', country, count(*) from matching
                                where of_kind and of_status group by country
                            union all select 'status', status, count(*) from matching
                                where of_kind and of_country group by status
                            union all select 'kind', kind, count(*) from matching, unnest(kinds) as kind
                                where of_country and of_status group by kind
                            """)
                    .params(parameters)
                    .query(row -> {
                        long count = row.getLong("count");
                        Map<String, Long> counts = facets.get(row.getString("facet"));
                        if (counts == null) {
                            total[0] = count;
                        } else {
                            counts.put(row.getString("value"), count);
                        }
                    });
            return true;
        });
    }

    private static Hit hit(String document, List<String> words, @Nullable Near near) {
        OrganizationState state = json.readValue(document, OrganizationState.class);
        String city = city(state);
        return new Hit(
                state.id(),
                state.name(),
                state.slug(),
                state.country(),
                city,
                state.kinds(),
                state.status(),
                state.identifiers().stream()
                        .map(identifier -> new Identifier(identifier.scheme(), identifier.value()))
                        .toList(),
                near == null ? null : distance(state, near),
                new Highlights(
                        Highlighter.html(Highlighter.mark(state.name(), words)),
                        state.names().stream()
                                .map(OrganizationState.Name::value)
                                .filter(name -> !name.equals(state.name()))
                                .map(name -> Highlighter.mark(name, words))
                                .filter(name -> name.contains(Highlighter.START))
                                .map(Highlighter::html)
                                .toList(),
                        city == null ? null : Highlighter.html(Highlighter.mark(city, words))));
    }

    private static @Nullable Double distance(OrganizationState state, Near near) {
        return state.places().stream()
                .findFirst()
                .filter(place -> place.latitude() != null && place.longitude() != null)
                .map(place -> near.kilometresTo(
                        Objects.requireNonNull(place.latitude()), Objects.requireNonNull(place.longitude())))
                .orElse(null);
    }

    private static @Nullable String city(OrganizationState state) {
        return state.places().stream().findFirst().map(Place::city).orElse(null);
    }
}
