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
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The limited search in the indexer's own table: beginnings of words, and likeness when nothing begins so. */
@Component
class TableSearch {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final int MOST_WORDS = 8;
    /** For each of the at most three statements, in milliseconds. */
    private static final int STATEMENT_TIMEOUT = 250;

    private static final String LIKENESS = "0.5";

    private final JdbcClient sql;
    private final TransactionTemplate transaction;

    TableSearch(JdbcClient sql, PlatformTransactionManager transactions) {
        this.sql = sql;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setReadOnly(true);
    }

    /** A condition of SQL with its parameters. */
    private record Condition(String text, List<Object> parameters, String order, List<Object> orderParameters) {}

    SearchResult search(SearchRequest request) {
        List<String> words = Words.of(QueryText.of(request.text())).stream()
                .distinct()
                .limit(MOST_WORDS)
                .toList();
        Condition beginnings = beginnings(words, request);
        List<Hit> hits = hits(beginnings, request, words);
        if (!hits.isEmpty() || words.isEmpty() || request.offset() > 0) {
            return result(hits, beginnings, request);
        }
        Condition likeness = likeness(words, request);
        return result(hits(likeness, request, words), likeness, request);
    }

    private static Condition beginnings(List<String> words, SearchRequest request) {
        StringBuilder text = new StringBuilder("not deleted");
        List<Object> parameters = new ArrayList<>();
        for (String word : words) {
            // Words are letters and digits only: no wildcard needs escaping. The space lets the index know a beginning.
            text.append(" and words like ?");
            parameters.add("% " + word + "%");
        }
        addFilters(text, parameters, request);
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
        addFilters(text, parameters, request);
        return new Condition(
                text.toString(), parameters, "word_similarity(?, words) desc, length(name), id", List.of(query));
    }

    private static void addFilters(StringBuilder text, List<Object> parameters, SearchRequest request) {
        addFilter(text, parameters, "kinds && ?::text[]", request.kinds());
        addFilter(text, parameters, "country = any (?::text[])", request.countries());
        addFilter(text, parameters, "status = any (?::text[])", request.statuses());
    }

    private static void addFilter(StringBuilder text, List<Object> parameters, String condition, List<String> values) {
        if (!values.isEmpty()) {
            text.append(" and ").append(condition);
            parameters.add(values.toArray(String[]::new));
        }
    }

    private List<Hit> hits(Condition condition, SearchRequest request, List<String> words) {
        List<Object> parameters = new ArrayList<>(condition.parameters());
        parameters.addAll(condition.orderParameters());
        parameters.add(request.limit());
        parameters.add(request.offset());
        return quickly(() -> sql.sql("select document from organization_document where " + condition.text()
                        + " order by " + condition.order() + " limit ? offset ?")
                .params(parameters)
                .query((row, _) -> hit(row.getString("document"), words))
                .list());
    }

    private SearchResult result(List<Hit> hits, Condition condition, SearchRequest request) {
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        facets.put("kind", new LinkedHashMap<>());
        facets.put("country", new LinkedHashMap<>());
        facets.put("status", new LinkedHashMap<>());
        long[] total = {request.offset() + hits.size()};
        try {
            count(condition, facets, total);
        } catch (QueryTimeoutException _) {
            // The hits are what matters; counts of very many matches take too long here.
        }
        return new SearchResult(hits, total[0], facets, true, 0, null);
    }

    private void count(Condition condition, Map<String, Map<String, Long>> facets, long[] total) {
        quickly(() -> {
            sql.sql("with matching as materialized (select kinds, country, status from organization_document where "
                            + condition.text() + """
                            ) select 'total' as facet, '' as value, count(*) from matching
                            union all select 'country', country, count(*) from matching group by country
                            union all select 'status', status, count(*) from matching group by status
                            union all select 'kind', kind, count(*) from matching, unnest(kinds) as kind group by kind
                            """)
                    .params(condition.parameters())
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

    /** @throws QueryTimeoutException when it takes too long */
    private <T> T quickly(java.util.function.Supplier<T> query) {
        T result = transaction.execute(_ -> {
            sql.sql("select set_config('statement_timeout', '" + STATEMENT_TIMEOUT
                            + "', true), set_config('pg_trgm.word_similarity_threshold', '" + LIKENESS + "', true)")
                    .query()
                    .listOfRows();
            return query.get();
        });
        return java.util.Objects.requireNonNull(result);
    }

    private static Hit hit(String document, List<String> words) {
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

    private static @Nullable String city(OrganizationState state) {
        return state.places().stream().findFirst().map(Place::city).orElse(null);
    }
}
