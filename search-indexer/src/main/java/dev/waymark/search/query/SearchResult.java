package dev.waymark.search.query;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a search.
 *
 * @param total how many organisations match, beyond this page too
 * @param facets for {@code kind}, {@code country} and {@code status}: how many match with each value, were it chosen
 *     there; without them where they were not asked for
 * @param limited true while the search engine is away: matches are plainer, and typing errors are hardly forgiven
 * @param tookMillis time in this service, in milliseconds
 * @param engineMillis time in the search engine, in milliseconds; null when it was not asked
 * @param searchedFor the name that was searched for in place of what was typed, which is spelt nearly so; null where nothing took its
 *     place
 */
public record SearchResult(
        List<Hit> hits,
        long total,
        Map<String, Map<String, Long>> facets,
        boolean limited,
        long tookMillis,
        @Nullable Long engineMillis,
        @Nullable String searchedFor) {

    /**
     * @param country ISO 3166-1 alpha-2
     * @param distance from the point that was asked for, in kilometres; null when none was, or where the organisation is unknown
     */
    public record Hit(
            UUID id,
            String name,
            String slug,
            String country,
            @Nullable String city,
            List<String> kinds,
            String status,
            List<Identifier> identifiers,
            @Nullable Double distance,
            Highlights highlights) {}

    public record Identifier(String scheme, String value) {}

    /**
     * Text as HTML: everything is escaped, and only what matches stands in {@code mark} elements.
     *
     * @param name the name to show
     * @param otherNames names beside it, only those that match
     */
    public record Highlights(
            String name, List<String> otherNames, @Nullable String city) {}

    SearchResult took(long millis) {
        return new SearchResult(hits, total, facets, limited, millis, engineMillis, searchedFor);
    }

    SearchResult inPlaceOfWhatWasTyped(String name) {
        return new SearchResult(hits, total, facets, limited, tookMillis, engineMillis, name);
    }
}
