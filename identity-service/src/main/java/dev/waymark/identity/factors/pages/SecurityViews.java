package dev.waymark.identity.factors.pages;

import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/** What several of the pages show. */
@Component
class SecurityViews {
    static final String OVERVIEW = "/account/security";

    private final PrivatePages pages;

    SecurityViews(PrivatePages pages) {
        this.pages = pages;
    }

    /** @param path of the page, without a language */
    static Page page(String title, String path) {
        return Page.of(title).at(path);
    }

    /** Recovery codes, which are shown this once. */
    ResponseEntity<String> codes(List<String> codes, CsrfToken token) {
        Texts t = Texts.current();
        String text = t.get("security.codes.file") + "\n\n" + String.join("\n", codes) + "\n";
        String download = "data:text/plain;charset=utf-8,"
                + URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return pages.show(
                page(t.get("security.codes.new"), OVERVIEW + "/recovery-codes").withScript("codes.js"),
                "security-codes-new.jte",
                token,
                Map.of("codes", String.join("\n", codes), "download", download));
    }

    /** Back to the overview. @param done what was done, for a sentence there */
    ResponseEntity<String> done(String done) {
        return pages.goTo(OVERVIEW + "?done=" + done);
    }

    ResponseEntity<String> notThere() {
        return pages.goTo(OVERVIEW);
    }
}
