package dev.waymark.search.query;

import dev.waymark.events.OrganizationState;
import dev.waymark.search.query.SearchRequest.Filters;
import dev.waymark.search.readmodel.Documents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What the pages tell about the directory as a whole; looked up at most every few seconds. */
@Component
public class Overview {
    private static final JsonMapper json = JsonMapper.builder().build();
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int NEWEST = 6;

    private final Search search;
    private final Documents documents;
    private final Clock clock;

    private Content content = new Content(0, List.of(), List.of(), List.of());
    private Instant lookedUp = Instant.EPOCH;

    Overview(Search search, Documents documents, Clock clock) {
        this.search = search;
        this.documents = documents;
        this.clock = clock;
    }

    /**
     * @param count of organisations
     * @param kinds and how many organisations are of each, the most frequent first
     * @param countries likewise, by their ISO 3166-1 alpha-2 codes
     * @param newest the last ones that were added
     */
    public record Content(long count, List<Share> kinds, List<Share> countries, List<OrganizationState> newest) {}

    /** @param value a kind or a country */
    public record Share(String value, long count) {}

    synchronized Content content() {
        Instant now = clock.instant();
        if (lookedUp.plus(FRESH).isBefore(now)) {
            SearchResult all = search.search(SearchRequest.everything(Filters.NONE, Sort.NAME, 1));
            content = new Content(
                    documents.countLiving(),
                    shares(all.facets().get("kind")),
                    shares(all.facets().get("country")),
                    documents.newest(NEWEST).stream()
                            .map(document -> json.readValue(document, OrganizationState.class))
                            .toList());
            lookedUp = now;
        }
        return content;
    }

    static List<Share> shares(@Nullable Map<String, Long> counts) {
        return counts == null
                ? List.of()
                : counts.entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(entry -> new Share(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingLong(Share::count)
                                .reversed()
                                .thenComparing(Share::value))
                        .toList();
    }
}
