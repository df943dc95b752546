package dev.waymark.search.query;

import dev.waymark.search.query.SearchRequest.Filters;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The one address of a search for people: what is usual is left out, and values stand in one order, so that the same search is the
 * same address however it came about.
 */
final class SearchAddress {
    private static final String PATH = "/search";

    private SearchAddress() {}

    /** @param page from 1 */
    static String of(SearchRequest request, int page) {
        Filters filters = request.filters();
        Near near = filters.near();
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(PATH);
        if (!request.text().isEmpty()) {
            address.queryParam("q", "{q}");
        }
        // Their form is checked: letters and digits, points, commas and signs only.
        filters.kinds().forEach(kind -> address.queryParam("kind", kind));
        filters.countries().forEach(country -> address.queryParam("country", country));
        filters.statuses().forEach(status -> address.queryParam("status", status));
        if (near != null) {
            address.queryParam("near", near.point());
            if (near.radius() != Near.USUAL_KILOMETRES) {
                address.queryParam("radius", near.radius());
            }
        }
        if (request.sort() != Sort.usual(request.text(), near != null)) {
            address.queryParam("sort", request.sort().parameter());
        }
        if (request.exact()) {
            address.queryParam("exact", "true");
        }
        if (page > 1) {
            address.queryParam("page", page);
        }
        return request.text().isEmpty()
                ? address.build().toUriString()
                : address.encode().buildAndExpand(request.text()).toUriString();
    }
}
