package dev.waymark.search.query;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Search as JSON. */
@RestController
class SearchApi {
    private final Search search;

    SearchApi(Search search) {
        this.search = search;
    }

    /** {@code kind}, {@code country} and {@code status} may be repeated: any of the values then matches. */
    @GetMapping(path = "/api/v1/search", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<SearchResult> search(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable List<String> kind,
            @RequestParam(required = false) @Nullable List<String> country,
            @RequestParam(required = false) @Nullable List<String> status,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String offset) {
        SearchRequest request = SearchRequest.of(q, kind, country, status, limit, offset);
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(search.search(request));
    }
}
