package dev.waymark.search.query;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The page of results, ready to be written.
 *
 * @param previous address of the page before; null on the first
 * @param next address of the page after; null on the last
 * @param pages how many pages there are
 * @param withoutFilters address of the same search without filters; null when there are none
 */
public record ResultsView(
        SearchRequest request,
        SearchResult result,
        List<Filter> filters,
        int page,
        long pages,
        @Nullable String previous,
        @Nullable String next,
        @Nullable String withoutFilters) {

    /**
     * One filter of the form.
     *
     * @param name of the parameter
     */
    public record Filter(String name, String label, List<Choice> choices) {}

    /** @param count organisations that match with this choice; null when unknown */
    public record Choice(
            String value, String label, @Nullable Long count, boolean chosen) {}

    /** In English; the code itself where it has no name. */
    public String countryName(String code) {
        return label("country", code);
    }

    static ResultsView of(SearchRequest request, SearchResult result) {
        int page = request.offset() / request.limit() + 1;
        long reachable = Math.min(result.total(), SearchRequest.MOST_OFFSET + (long) request.limit());
        long pages = Math.max(1, (reachable + request.limit() - 1) / request.limit());
        return new ResultsView(
                request,
                result,
                List.of(
                        filter("kind", "Kind", request.kinds(), result),
                        filter("country", "Country", request.countries(), result),
                        filter("status", "Status", request.statuses(), result)),
                page,
                pages,
                page > 1 ? address(request, page - 1, true) : null,
                page < pages ? address(request, page + 1, true) : null,
                request.isFiltered() ? address(request, 1, false) : null);
    }

    private static Filter filter(String name, String label, List<String> chosen, SearchResult result) {
        Map<String, Long> counts = result.facets().getOrDefault(name, Map.of());
        List<Choice> choices = Stream.concat(counts.keySet().stream(), chosen.stream())
                .distinct()
                .map(value -> new Choice(value, label(name, value), counts.get(value), chosen.contains(value)))
                .sorted(Comparator.comparing(Choice::label))
                .toList();
        return new Filter(name, label, choices);
    }

    private static String label(String filter, String value) {
        if (filter.equals("country")) {
            return Locale.of("", value).getDisplayCountry(Locale.ENGLISH);
        }
        return value.isEmpty() ? value : value.substring(0, 1).toUpperCase(Locale.ROOT) + value.substring(1);
    }

    private static String address(SearchRequest request, int page, boolean filtered) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/search").queryParam("q", "{q}");
        if (filtered) {
            // Their form is checked: letters only.
            request.kinds().forEach(kind -> address.queryParam("kind", kind));
            request.countries().forEach(country -> address.queryParam("country", country));
            request.statuses().forEach(status -> address.queryParam("status", status));
        }
        if (page > 1) {
            address.queryParam("page", page);
        }
        return address.encode().buildAndExpand(request.text()).toUriString();
    }
}
