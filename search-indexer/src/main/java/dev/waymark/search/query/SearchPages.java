package dev.waymark.search.query;

import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Pages;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The start page and the page of results, for people; they need no script. */
@Controller
class SearchPages {
    private static final int PAGE = 20;

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
        Overview.Content content = overview.content();
        return pages.render(
                Page.of("Find an organisation")
                        .describedAs("A directory of organisations: names, places, identifiers and how they relate.")
                        .at("/"),
                "start.jte",
                Map.of("count", content.count(), "newest", content.newest()));
    }

    @GetMapping("/search")
    ResponseEntity<String> results(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable List<String> kind,
            @RequestParam(required = false) @Nullable List<String> country,
            @RequestParam(required = false) @Nullable List<String> status,
            @RequestParam(required = false) @Nullable String page) {
        SearchRequest request =
                SearchRequest.of(q, kind, country, status, String.valueOf(PAGE), String.valueOf(offset(page)));
        ResultsView view = ResultsView.of(request, search.search(request));
        String title = request.text().isEmpty() ? "All organisations" : "Results for “" + request.text() + "”";
        return pages.render(Page.of(title).searching(request.text()), "results.jte", Map.of("view", view));
    }

    private static int offset(@Nullable String page) {
        if (page == null || !page.matches("[1-9][0-9]{0,4}")) {
            return 0;
        }
        return Math.min((Integer.parseInt(page) - 1) * PAGE, SearchRequest.MOST_OFFSET);
    }
}
