package dev.waymark.search.query;

import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Pages;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import dev.waymark.platform.web.StandardProblems;
import dev.waymark.search.query.Overview.Share;
import dev.waymark.search.query.SearchRequest.Filters;
import java.net.URI;
import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** A page for each country and each kind of organisation, and the lists of them: where to begin without a word to search for. */
@Controller
class LandingPages {
    private static final int SHOWN = 24;

    private final Search search;
    private final Overview overview;
    private final Pages pages;

    LandingPages(Search search, Overview overview, Pages pages) {
        this.search = search;
        this.overview = overview;
        this.pages = pages;
    }

    @GetMapping("/countries")
    ResponseEntity<String> countries() {
        Texts t = Texts.current();
        Collator order = Collator.getInstance(t.language().locale());
        order.setStrength(Collator.PRIMARY);
        Map<String, List<Share>> byLetter = overview.content().countries().stream()
                .sorted(Comparator.comparing(share -> t.country(share.value()), order))
                .collect(Collectors.groupingBy(
                        share -> letter(t.country(share.value())), () -> new TreeMap<>(order), Collectors.toList()));
        return pages.render(
                Page.of(t.get("countries.title"))
                        .describedAs(t.get("countries.description"))
                        .at("/countries"),
                "countries.jte",
                Map.of("byLetter", byLetter));
    }

    private static String letter(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT);
    }

    @GetMapping("/kinds")
    ResponseEntity<String> kinds() {
        Texts t = Texts.current();
        return pages.render(
                Page.of(t.get("kinds.title"))
                        .describedAs(t.get("kinds.description"))
                        .at("/kinds"),
                "kinds.jte",
                Map.of("kinds", overview.content().kinds()));
    }

    /** @param code ISO 3166-1 alpha-2; its address has it in lower case */
    @GetMapping("/countries/{code:[A-Za-z]{2}}")
    ResponseEntity<String> country(@PathVariable String code) {
        Texts t = Texts.current();
        String lower = code.toLowerCase(Locale.ROOT);
        if (!lower.equals(code)) {
            return ResponseEntity.status(HttpStatus.MOVED_PERMANENTLY)
                    .location(URI.create(t.path("/countries/" + lower)))
                    .build();
        }
        String name = t.country(lower.toUpperCase(Locale.ROOT));
        return landing(
                Filters.country(lower.toUpperCase(Locale.ROOT)),
                true,
                t.get("country.title", name),
                name,
                "/countries/" + lower);
    }

    @GetMapping("/kinds/{kind:[a-z]{1,30}}")
    ResponseEntity<String> kind(@PathVariable String kind) {
        Texts t = Texts.current();
        return landing(Filters.kind(kind), false, t.get("kind.title", t.kind(kind)), t.kind(kind), "/kinds/" + kind);
    }

    /**
     * @throws Problem {@code not_found} when there is no such organisation
     */
    private ResponseEntity<String> landing(Filters filters, boolean byKind, String title, String name, String path) {
        Texts t = Texts.current();
        SearchRequest request = SearchRequest.everything(filters, Sort.NAME, SHOWN);
        SearchResult result = search.search(request);
        if (result.total() == 0) {
            throw StandardProblems.of(HttpStatus.NOT_FOUND);
        }
        return pages.render(
                Page.of(title)
                        .describedAs(t.get("landing.description", result.total(), name))
                        .at(path),
                "landing.jte",
                Map.of("it", LandingView.of(t, name, byKind, request, result)));
    }
}
