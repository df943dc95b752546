package dev.waymark.search.query;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
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

    /** @param parameters as {@link SearchRequest#of} takes them */
    @GetMapping(path = "/api/v1/search", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<SearchResult> search(@RequestParam MultiValueMap<String, String> parameters) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .body(search.search(SearchRequest.of(parameters)));
    }
}
