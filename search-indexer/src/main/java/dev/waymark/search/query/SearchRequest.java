package dev.waymark.search.query;

import dev.waymark.platform.web.Problem;
import dev.waymark.platform.web.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;

/**
 * A search that keeps the rules.
 *
 * @param text what was typed, without surrounding space; empty lists everything
 * @param filters which organisations count at all
 * @param sort {@link Sort#DISTANCE} only with {@link Filters#near}
 * @param counted whether the facets are counted, and what they would be with other choices
 * @param limit hits at the most, 1 to 100
 * @param offset hits to pass over, 0 to {@link #MOST_OFFSET}
 * @param exact whether the text is searched for as it was typed, also where a name is spelt nearly so and the text finds little
 */
public record SearchRequest(
        String text, Filters filters, Sort sort, boolean counted, int limit, int offset, boolean exact) {
    static final int DEFAULT_LIMIT = 20;
    static final int MOST_LIMIT = 100;

    /** As many as the engine counts exactly: one can page to the end. */
    static final int MOST_OFFSET = 1_000_000;

    static final int LONGEST_TEXT = 500;

    /** All that {@link #of} looks at. */
    static final List<String> PARAMETERS =
            List.of("q", "kind", "country", "status", "near", "radius", "sort", "facets", "limit", "offset", "exact");

    private static final int MOST_VALUES = 50;
    private static final Pattern NAME = Pattern.compile("[a-z]{1,30}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    /**
     * @param kinds any of these; empty for all
     * @param countries ISO 3166-1 alpha-2, upper case; any of these
     * @param statuses any of these
     * @param near where; null for everywhere
     */
    public record Filters(
            List<String> kinds,
            List<String> countries,
            List<String> statuses,
            @Nullable Near near) {
        static final Filters NONE = new Filters(List.of(), List.of(), List.of(), null);

        public Filters {
            kinds = List.copyOf(kinds);
            countries = List.copyOf(countries);
            statuses = List.copyOf(statuses);
        }

        static Filters country(String code) {
            return new Filters(List.of(), List.of(code), List.of(), null);
        }

        static Filters kind(String kind) {
            return new Filters(List.of(kind), List.of(), List.of(), null);
        }

        public boolean isEmpty() {
            return equals(NONE);
        }

        /** How many choices there are. */
        public int count() {
            return kinds.size() + countries.size() + statuses.size() + (near == null ? 0 : 1);
        }

        /** The chosen values of each facet, by the name of its parameter. */
        Map<String, List<String>> choices() {
            return Map.of("kind", kinds, "country", countries, "status", statuses);
        }
    }

    static SearchRequest everything(Filters filters, Sort sort, int limit) {
        return new SearchRequest("", filters, sort, true, limit, 0, false);
    }

    /**
     * Checks parameters as they were sent; only {@link #PARAMETERS} are looked at.
     *
     * @throws Problem {@code malformed_request}, naming all of what is wrong
     */
    static SearchRequest of(MultiValueMap<String, String> sent) {
        List<FieldError> errors = new ArrayList<>();
        String query = first(sent, "q");
        if (query.length() > LONGEST_TEXT) {
            errors.add(new FieldError("q", "should have at most " + LONGEST_TEXT + " characters"));
        }
        Near near = near(
                errors,
                first(sent, "near"),
                number(errors, sent, "radius", Near.USUAL_KILOMETRES, 1, Near.MOST_KILOMETRES));
        SearchRequest request = new SearchRequest(
                query,
                new Filters(
                        values(errors, sent, "kind", NAME, "should be a kind such as education"),
                        values(errors, sent, "country", COUNTRY, "should be an ISO 3166-1 code such as DE"),
                        values(errors, sent, "status", NAME, "should be active, inactive or withdrawn"),
                        near),
                sort(errors, first(sent, "sort"), query, near != null),
                truth(errors, sent, "facets", true),
                number(errors, sent, "limit", DEFAULT_LIMIT, 1, MOST_LIMIT),
                number(errors, sent, "offset", 0, 0, MOST_OFFSET),
                truth(errors, sent, "exact", false));
        if (!errors.isEmpty()) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST, "malformed_request", "Some parameters need another value.", errors);
        }
        return request;
    }

    /** A form sends an empty value for what was not filled in. */
    private static String first(MultiValueMap<String, String> sent, String name) {
        return Objects.requireNonNullElse(sent.getFirst(name), "").strip();
    }

    private static @Nullable Near near(List<FieldError> errors, String point, int radius) {
        if (point.isEmpty()) {
            return null;
        }
        Near near = Near.parse(point, radius).orElse(null);
        if (near == null) {
            errors.add(new FieldError("near", "should be latitude and longitude in degrees, such as 52.52,13.40"));
        }
        return near;
    }

    private static Sort sort(List<FieldError> errors, String sent, String query, boolean near) {
        Sort usual = Sort.usual(query, near);
        if (sent.isEmpty()) {
            return usual;
        }
        Sort sort = Sort.parse(sent).orElse(null);
        if (sort == null) {
            errors.add(new FieldError("sort", "should be relevance, name, established or distance"));
            return usual;
        }
        // Without a point nothing is near, and without words nothing is relevant: what is left of an address is still a
        // list.
        return (sort == Sort.DISTANCE && !near) || (sort == Sort.RELEVANCE && query.isEmpty()) ? usual : sort;
    }

    private static boolean truth(
            List<FieldError> errors, MultiValueMap<String, String> sent, String field, boolean otherwise) {
        String text = first(sent, field);
        if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
            errors.add(new FieldError(field, "should be true or false"));
        }
        return otherwise ? !text.equals("false") : text.equals("true");
    }

    private static List<String> values(
            List<FieldError> errors, MultiValueMap<String, String> sent, String field, Pattern form, String expected) {
        List<String> values = Stream.ofNullable(sent.get(field))
                .flatMap(List::stream)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(value -> form == COUNTRY ? value.toUpperCase(Locale.ROOT) : value)
                .distinct()
                .sorted()
                .toList();
        if (values.size() > MOST_VALUES
                || !values.stream().allMatch(value -> form.matcher(value).matches())) {
            errors.add(new FieldError(field, expected));
        }
        return values;
    }

    private static int number(
            List<FieldError> errors,
            MultiValueMap<String, String> sent,
            String field,
            int otherwise,
            int least,
            int most) {
        String text = first(sent, field);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        errors.add(new FieldError(field, "should be a whole number from " + least + " to " + most));
        return otherwise;
    }

    /** The same around its point, without counts. */
    SearchRequest within(Near near) {
        return new SearchRequest(
                text,
                new Filters(filters.kinds(), filters.countries(), filters.statuses(), near),
                sort,
                false,
                limit,
                offset,
                exact);
    }

    /** The same for another text. */
    SearchRequest with(String other) {
        return new SearchRequest(other, filters, sort, counted, limit, offset, exact);
    }

    /** The same search for what was typed and nothing else, from its beginning. */
    SearchRequest asTyped() {
        return new SearchRequest(text, filters, sort, counted, limit, 0, true);
    }

    SearchRequest with(Filters others) {
        return new SearchRequest(
                text,
                others,
                sort == Sort.DISTANCE ? Sort.usual(text, others.near() != null) : sort,
                counted,
                limit,
                0,
                exact);
    }
}
