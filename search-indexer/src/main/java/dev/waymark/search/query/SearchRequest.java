package dev.waymark.search.query;

import dev.waymark.platform.web.Problem;
import dev.waymark.platform.web.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A search that keeps the rules.
 *
 * @param text what was typed, without surrounding space; empty lists everything
 * @param kinds any of these; empty for all
 * @param countries ISO 3166-1 alpha-2, upper case; any of these
 * @param statuses any of these
 * @param limit hits at the most, 1 to 100
 * @param offset hits to pass over, 0 to 10,000
 */
public record SearchRequest(
        String text, List<String> kinds, List<String> countries, List<String> statuses, int limit, int offset) {
    static final int DEFAULT_LIMIT = 20;
    static final int MOST_LIMIT = 100;
    static final int MOST_OFFSET = 10_000;
    static final int LONGEST_TEXT = 500;
    private static final int MOST_VALUES = 50;
    private static final Pattern NAME = Pattern.compile("[a-z]{1,30}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    public SearchRequest {
        kinds = List.copyOf(kinds);
        countries = List.copyOf(countries);
        statuses = List.copyOf(statuses);
    }

    /**
     * Checks parameters as they were sent; null where one was not sent.
     *
     * @throws Problem {@code malformed_request}, naming all of what is wrong
     */
    static SearchRequest of(
            @Nullable String text,
            @Nullable List<String> kinds,
            @Nullable List<String> countries,
            @Nullable List<String> statuses,
            @Nullable String limit,
            @Nullable String offset) {
        List<FieldError> errors = new ArrayList<>();
        String query = text == null ? "" : text.strip();
        if (query.length() > LONGEST_TEXT) {
            errors.add(new FieldError("q", "should have at most " + LONGEST_TEXT + " characters"));
        }
        SearchRequest request = new SearchRequest(
                query,
                values(errors, "kind", kinds, NAME, "should be a kind such as education"),
                values(errors, "country", upperCase(countries), COUNTRY, "should be an ISO 3166-1 code such as DE"),
                values(errors, "status", statuses, NAME, "should be active, inactive or withdrawn"),
                number(errors, "limit", limit, DEFAULT_LIMIT, 1, MOST_LIMIT),
                number(errors, "offset", offset, 0, 0, MOST_OFFSET));
        if (!errors.isEmpty()) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST, "malformed_request", "Some parameters need another value.", errors);
        }
        return request;
    }

    private static @Nullable List<String> upperCase(@Nullable List<String> values) {
        return values == null
                ? null
                : values.stream().map(value -> value.toUpperCase(Locale.ROOT)).toList();
    }

    private static List<String> values(
            List<FieldError> errors, String field, @Nullable List<String> sent, Pattern form, String expected) {
        List<String> values = Stream.ofNullable(sent)
                .flatMap(List::stream)
                .map(String::strip)
                // A form sends an empty value for a choice that was not made.
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
        if (values.size() > MOST_VALUES
                || !values.stream().allMatch(value -> form.matcher(value).matches())) {
            errors.add(new FieldError(field, expected));
        }
        return values;
    }

    private static int number(
            List<FieldError> errors, String field, @Nullable String sent, int otherwise, int least, int most) {
        if (sent == null || sent.isBlank()) {
            return otherwise;
        }
        if (sent.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(sent);
            if (number >= least && number <= most) {
                return number;
            }
        }
        errors.add(new FieldError(field, "should be a whole number from " + least + " to " + most));
        return otherwise;
    }

    boolean isFiltered() {
        return !kinds.isEmpty() || !countries.isEmpty() || !statuses.isEmpty();
    }
}
