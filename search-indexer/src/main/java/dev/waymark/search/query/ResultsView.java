package dev.waymark.search.query;

import dev.waymark.platform.pages.Texts;
import dev.waymark.search.query.SearchRequest.Filters;
import dev.waymark.search.query.SearchResult.Hit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page of results, ready to be written; addresses are in the language of the page.
 *
 * @param chips what narrows the results, each with the address without it
 * @param shorter the same search with a word less, where there is one; for when nothing was found
 * @param elsewhere what the same words find without filters; null unless that is all that helps
 */
public record ResultsView(
        Texts t,
        SearchRequest request,
        SearchResult result,
        List<Filter> filters,
        List<Chip> chips,
        Pagination pagination,
        Optional<Chip> shorter,
        @Nullable SearchResult elsewhere) {
    /** From so many choices on, a box helps to find one. */
    private static final int LONG_LIST = 15;

    private static final List<Integer> RADII = List.of(5, 10, 25, 50, 100, 250, 500);

    /** @param name of the parameter */
    public record Filter(String name, String label, List<Choice> choices) {
        public boolean isLong() {
            return choices.size() >= LONG_LIST;
        }
    }

    /** @param count organisations that match with this choice */
    public record Choice(String value, String label, long count, boolean chosen) {}

    public record Chip(String label, String address) {}

    /**
     * @param numbers of the pages to link to; 0 stands for those left out
     * @param pages how many there are
     */
    public record Pagination(int page, int pages, List<Integer> numbers) {
        static Pagination of(SearchRequest request, long total) {
            int pages = (int) Math.max(1, Math.min(reachable(request, total), Integer.MAX_VALUE));
            int page = request.offset() / request.limit() + 1;
            List<Integer> numbers = new ArrayList<>();
            int last = 0;
            for (int number : IntStream.concat(
                            IntStream.of(1, pages),
                            IntStream.rangeClosed(Math.max(1, page - 1), Math.min(pages, page + 1)))
                    .distinct()
                    .sorted()
                    .toArray()) {
                if (number > last + 1) {
                    numbers.add(number == last + 2 ? number - 1 : 0);
                }
                numbers.add(number);
                last = number;
            }
            return new Pagination(page, pages, numbers);
        }

        private static long reachable(SearchRequest request, long total) {
            long most = request.sort() == Sort.DISTANCE
                    ? EngineQueries.MOST_LOCATED
                    : SearchRequest.MOST_OFFSET + (long) request.limit();
            return (Math.min(total, most) + request.limit() - 1) / request.limit();
        }
    }

    static ResultsView of(Texts t, SearchRequest request, SearchResult result, @Nullable SearchResult elsewhere) {
        Filters chosen = request.filters();
        return new ResultsView(
                t,
                request,
                result,
                List.of(
                        filter(t, "kind", t::kind, chosen.kinds(), result),
                        filter(t, "country", t::country, chosen.countries(), result),
                        filter(t, "status", t::status, chosen.statuses(), result)),
                chips(t, request),
                Pagination.of(request, result.total()),
                shorter(t, request),
                elsewhere);
    }

    private static Filter filter(
            Texts t, String name, UnaryOperator<String> label, List<String> chosen, SearchResult result) {
        Map<String, Long> counts = result.facets().getOrDefault(name, Map.of());
        List<Choice> choices = Stream.concat(counts.keySet().stream(), chosen.stream())
                .distinct()
                .map(value ->
                        new Choice(value, label.apply(value), counts.getOrDefault(value, 0L), chosen.contains(value)))
                .sorted(Comparator.comparing(Choice::chosen)
                        .reversed()
                        .thenComparing(Comparator.comparing(Choice::count).reversed())
                        .thenComparing(Choice::label))
                .toList();
        return new Filter(name, t.get("results." + name), choices);
    }

    private static List<Chip> chips(Texts t, SearchRequest request) {
        Filters all = request.filters();
        Near near = all.near();
        List<Chip> chips = new ArrayList<>();
        all.kinds()
                .forEach(kind -> chips.add(chip(
                        t,
                        request,
                        t.kind(kind),
                        new Filters(without(all.kinds(), kind), all.countries(), all.statuses(), near))));
        all.countries()
                .forEach(country -> chips.add(chip(
                        t,
                        request,
                        t.country(country),
                        new Filters(all.kinds(), without(all.countries(), country), all.statuses(), near))));
        all.statuses()
                .forEach(status -> chips.add(chip(
                        t,
                        request,
                        t.status(status),
                        new Filters(all.kinds(), all.countries(), without(all.statuses(), status), near))));
        if (near != null) {
            chips.add(chip(
                    t,
                    request,
                    t.get("results.around", near.radius(), near.point()),
                    new Filters(all.kinds(), all.countries(), all.statuses(), null)));
        }
        return chips;
    }

    private static Chip chip(Texts t, SearchRequest request, String label, Filters filters) {
        return new Chip(label, t.path(SearchAddress.of(request.with(filters), 1)));
    }

    private static List<String> without(List<String> values, String value) {
        return values.stream().filter(other -> !other.equals(value)).toList();
    }

    private static Optional<Chip> shorter(Texts t, SearchRequest request) {
        int space = request.text().lastIndexOf(' ');
        if (space < 0) {
            return Optional.empty();
        }
        SearchRequest shorter = new SearchRequest(
                request.text().substring(0, space).strip(),
                request.filters(),
                request.sort(),
                true,
                request.limit(),
                0,
                false);
        return Optional.of(new Chip(shorter.text(), t.path(SearchAddress.of(shorter, 1))));
    }

    /** The orders that make sense for this search. */
    public List<Sort> sorts() {
        return Arrays.stream(Sort.values())
                .filter(sort -> (sort != Sort.DISTANCE || request.filters().near() != null)
                        && (sort != Sort.RELEVANCE || !request.text().isEmpty()))
                .toList();
    }

    public List<Integer> radii() {
        Near near = request.filters().near();
        return Stream.concat(RADII.stream(), Stream.ofNullable(near).map(Near::radius))
                .distinct()
                .sorted()
                .toList();
    }

    public int radius() {
        Near near = request.filters().near();
        return near == null ? Near.USUAL_KILOMETRES : near.radius();
    }

    public String address(int page) {
        return t.path(SearchAddress.of(request, page));
    }

    public String asTyped() {
        return t.path(SearchAddress.of(request.asTyped(), 1));
    }

    public String withoutFilters() {
        return t.path(SearchAddress.of(request.with(Filters.NONE), 1));
    }

    /** Organisation pages are another service's, at their slugs. */
    public List<Hit> hits() {
        return result.hits();
    }
}
