package dev.waymark.organization.syndication;

import dev.waymark.platform.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The change feed, for those who follow without Kafka. */
@RestController
class ChangesApi {
    private static final int MOST = 1000;

    private final ChangeFeed feed;

    ChangesApi(ChangeFeed feed) {
        this.feed = feed;
    }

    @GetMapping(path = "/api/v1/changes", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> changes(
            @RequestParam(required = false) @Nullable String since, @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw new Problem(HttpStatus.BAD_REQUEST, "malformed_request", "limit should be from 1 to " + MOST + ".");
        }
        ChangeFeed.Page page = feed.page(since, limit);
        // Documents are JSON already, and a cursor has nothing to escape.
        String body = "{\"items\":[" + String.join(",", page.documents()) + "],\"next\":\""
                + page.next().encoded() + "\",\"more\":" + page.more() + "}";
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(body);
    }
}
