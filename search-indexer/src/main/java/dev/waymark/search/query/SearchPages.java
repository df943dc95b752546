package dev.waymark.search.query;

import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Pages;
import dev.waymark.platform.pages.Texts;
import dev.waymark.search.query.SearchRequest.Filters;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The start page and the page of results, for people; they need no script. */
@Controller
class SearchPages {
    private static final int PAGE = 20;
    private static final int ELSEWHERE = 3;

    private final Search search;
    private final Overview overview;
    private final Pages pages;

    SearchPages(Search search, Overview overview, Pages pages) {
        this.search = search;
        this.overview = overview;
        this.pages = pages;
    }

    @GetMapping("/")
    ResponseEntity<String> start() {
        Texts t = Texts.current();
        return pages.render(
                Page.of(t.get("start.title"))
                        .describedAs(t.get("start.description"))
                        .at("/"),
                "start.jte",
                Map.of("it", overview.content()));
    }

    /** @param parameters as {@link SearchRequest#of} takes them, and {@code page} from 1; what is no page is the first */
    @GetMapping("/search")
    ResponseEntity<String> results(@RequestParam MultiValueMap<String, String> parameters) {
        Texts t = Texts.current();
        int page = page(parameters.getFirst("page"));
        MultiValueMap<String, String> sent = new LinkedMultiValueMap<>(parameters);
        sent.set("limit", String.valueOf(PAGE));
        sent.set("offset", String.valueOf((page - 1) * PAGE));
        sent.remove("facets");
        SearchRequest request = SearchRequest.of(sent);
        SearchResult result = search.search(request);
        ResultsView view = ResultsView.of(t, request, result, elsewhere(request, result));
        return pages.render(
                Page.of(title(t, request.text()))
                        .at(SearchAddress.of(request, page))
                        .notIndexed()
                        .searching(request.text())
                        .withScript("results.js"),
                "results.jte",
                Map.of("view", view));
    }

    private @Nullable SearchResult elsewhere(SearchRequest request, SearchResult result) {
        if (result.total() > 0 || request.text().isEmpty() || request.filters().isEmpty()) {
            return null;
        }
        return search.search(
                new SearchRequest(request.text(), Filters.NONE, Sort.RELEVANCE, false, ELSEWHERE, 0, request.exact()));
    }

    private static String title(Texts t, String text) {
        return text.isEmpty() ? t.get("results.all") : t.get("results.for", text);
    }

    private static int page(@Nullable String page) {
        return page != null && page.matches("[1-9][0-9]{0,4}")
                ? Math.min(Integer.parseInt(page), SearchRequest.MOST_OFFSET / PAGE)
                : 1;
    }
}
