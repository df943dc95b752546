package dev.waymark.search.indexing;

import dev.waymark.search.readmodel.GenericWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the index searches, as code. Settings, and what {@link IndexDocument} puts into the index, have one version: whoever changes
 * either raises it, and every site then builds a new index from its table and swaps it in.
 */
public final class IndexSettings {
    /** Grows with every change; never falls, so that an older copy of the service leaves the index of a newer one alone. */
    public static final int VERSION = 4;

    /** There are some 250 countries. */
    private static final int MOST_FACET_VALUES = 400;

    /** Totals are exact up to here; how deep a reader may page is bounded by the search API. */
    private static final int MOST_HITS = 1_000_000;

    private IndexSettings() {}

    public static Map<String, Object> current() {
        Map<String, Object> settings = new LinkedHashMap<>();
        // The order is the order of importance.
        settings.put(
                "searchableAttributes",
                List.of(
                        "name",
                        "acronyms",
                        "names",
                        "aliases",
                        "identifierValues",
                        "domains",
                        "city",
                        "countryName",
                        "subdivision"));
        // Not _geo: the engine writes its whole tree of points anew for each batch, which made one change among 51,370
        // organisations take 1.1 s in place of 0.2 s.
        settings.put(
                "filterableAttributes",
                List.of(
                        filterable(List.of("kinds", "country", "status"), true),
                        filterable(List.of("latitude", "longitude"), false)));
        // Facet values are counted, never searched for, and their index costs a third of a batch of a hundred.
        settings.put("facetSearch", false);
        settings.put("sortableAttributes", List.of("name", "established"));
        // Only searches in a stated order have a sort, and that order is then meant to be kept.
        settings.put("rankingRules", List.of("sort", "words", "typo", "proximity", "attribute", "exactness"));
        settings.put(
                "typoTolerance",
                Map.of(
                        "enabled",
                        true,
                        "minWordSizeForTypos",
                        // An error in the first letter counts as two.
                        Map.of("oneTypo", 3, "twoTypos", 7),
                        // An identifier that differs by a character is another organisation's.
                        "disableOnAttributes",
                        List.of("identifierValues", "domains")));
        settings.put("synonyms", new TreeMap<>(GenericWords.abbreviations()));
        settings.put("pagination", Map.of("maxTotalHits", MOST_HITS));
        settings.put("faceting", Map.of("maxValuesPerFacet", MOST_FACET_VALUES));
        return settings;
    }

    /** @param equality whether values are compared as they are; numbers are only ever searched for between two others */
    private static Map<String, Object> filterable(List<String> attributes, boolean equality) {
        return Map.of(
                "attributePatterns",
                attributes,
                "features",
                Map.of("facetSearch", false, "filter", Map.of("equality", equality, "comparison", !equality)));
    }
}
