package dev.waymark.gateway;

import dev.waymark.platform.pages.Assets;
import dev.waymark.platform.pages.Language;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Pages;
import dev.waymark.platform.pages.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a browser keeps to show when there is no network: a page in each language, and the script that shows it (Service Workers). */
@RestController
@ConditionalOnWebApplication
class OfflinePages {
    static final String PATH = "/offline";
    private static final MediaType SCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);

    private final Pages pages;
    private final String script;

    OfflinePages(Pages pages, Assets assets) throws IOException {
        this.pages = pages;
        this.script = new ClassPathResource("service-worker.js")
                .getContentAsString(StandardCharsets.UTF_8)
                // What is kept changes with the pages, so that browsers take the new ones.
                .replace("/* version */", version())
                .replace(
                        "/* kept */",
                        Stream.concat(
                                        Stream.of(Language.values()).map(language -> language.path(PATH)),
                                        Stream.of("site.css", "site.js", "favicon.svg")
                                                .map(name -> assets.get(name).path()))
                                .map(path -> "'" + path + "'")
                                .collect(Collectors.joining(", ")));
    }

    private String version() {
        return Stream.of(Language.values())
                .map(language -> String.valueOf(page(language).getHeaders().getETag()))
                .map(tag -> tag.replaceAll("[^0-9a-f]", ""))
                .collect(Collectors.joining(" "));
    }

    @GetMapping(PATH)
    ResponseEntity<String> english() {
        return page(Language.ENGLISH);
    }

    @GetMapping("/de" + PATH)
    ResponseEntity<String> german() {
        return page(Language.GERMAN);
    }

    private ResponseEntity<String> page(Language language) {
        return pages.render(language, Page.of(Texts.in(language).get("offline.title")), "offline.jte", Map.of());
    }

    /** At the top, because a worker serves only what lies below its own address. */
    @GetMapping("/service-worker.js")
    ResponseEntity<String> worker() {
        return ResponseEntity.ok()
                .contentType(SCRIPT)
                .cacheControl(CacheControl.noCache())
                .body(script);
    }
}
