package dev.waymark.search.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The order of results. */
public enum Sort {
    /** What answers best comes first. */
    RELEVANCE,
    /** By the name that is shown. */
    NAME,
    /** The oldest first; those whose year is unknown last. */
    ESTABLISHED,
    /** The nearest first; only around a point. */
    DISTANCE;

    static Optional<Sort> parse(String text) {
        return Arrays.stream(values())
                .filter(sort -> sort.parameter().equals(text))
                .findFirst();
    }

    /** As it stands in addresses. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is taken where nothing was chosen. */
    static Sort usual(String text, boolean near) {
        return near ? DISTANCE : text.isEmpty() ? NAME : RELEVANCE;
    }
}
