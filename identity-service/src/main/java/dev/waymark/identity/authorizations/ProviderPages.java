package dev.waymark.identity.authorizations;

import dev.waymark.platform.pages.Language;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Pages;
import dev.waymark.platform.pages.Texts;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Pages at addresses of the protocol, which have no language: it is the one that the client asked for. */
@Component
class ProviderPages {
    private final Pages pages;

    ProviderPages(Pages pages) {
        this.pages = pages;
    }

    ResponseEntity<String> unanswerable(Asked.Unanswerable asked) {
        return say(
                HttpStatus.BAD_REQUEST,
                asked.language(),
                "authorize." + asked.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** @param key of the texts {@code .title} and {@code .text} */
    ResponseEntity<String> say(HttpStatus status, Language language, String key) {
        Texts t = Texts.in(language);
        ResponseEntity<String> page =
                pages.render(language, Page.of(t.get(key + ".title")), "authorizations/said.jte", Map.of("key", key));
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(page.getHeaders().getContentType());
        headers.setCacheControl("no-store");
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.set(HttpHeaders.RETRY_AFTER, "2");
        }
        return new ResponseEntity<>(page.getBody(), headers, status);
    }
}
