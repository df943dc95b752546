package dev.waymark.search.query;

import dev.waymark.platform.pages.Texts;
import dev.waymark.search.query.Overview.Share;
import dev.waymark.search.query.SearchRequest.Filters;
import java.util.List;

/**
 * The page of a country or of a kind.
 *
 * @param byKind whether the page is a country's, and breaks down by kind; a kind's breaks down by country
 * @param shares what it breaks down into
 */
public record LandingView(
        Texts t, String title, boolean byKind, List<Share> shares, SearchRequest request, SearchResult result) {
    static LandingView of(Texts t, String title, boolean byKind, SearchRequest request, SearchResult result) {
        return new LandingView(
                t, title, byKind, Overview.shares(result.facets().get(byKind ? "kind" : "country")), request, result);
    }

    public String label(Share share) {
        return byKind ? t.kind(share.value()) : t.country(share.value());
    }

    /** The results for a part of what the page is about. */
    public String address(Share share) {
        Filters filters = request.filters();
        Filters narrower = byKind
                ? new Filters(List.of(share.value()), filters.countries(), List.of(), null)
                : new Filters(filters.kinds(), List.of(share.value()), List.of(), null);
        return t.path(SearchAddress.of(request.with(narrower), 1));
    }

    /** All results that the page is about. */
    public String address() {
        return t.path(SearchAddress.of(request, 1));
    }

    /** What only the form's other fields say: the filter as a hidden field. */
    public String filterName() {
        return byKind ? "country" : "kind";
    }

    public String filterValue() {
        return (byKind ? request.filters().countries() : request.filters().kinds()).getFirst();
    }

    public boolean hasMore() {
        return result.total() > result.hits().size();
    }
}
