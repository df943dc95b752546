package dev.waymark.platform.pages;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Renders a service's templates inside the layout that all services share. */
public final class Pages {
    static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
    private final String origin;
    private final Assets assets;

    Pages(String origin, Assets assets) {
        this.origin = origin;
        this.assets = assets;
    }

    /** As {@link #render(HttpStatus, Page, String, Map)}, with status 200. */
    public ResponseEntity<String> render(Page page, String template, Map<String, Object> model) {
        return render(HttpStatus.OK, page, template, model);
    }

    /**
     * @param template the service's own template, such as {@code organization.jte}: what stands inside {@code <main>}, starting with
     *     the page's {@code <h1>}
     * @param model the template's parameters by name; {@code t}, the {@link Texts} in the language of the request, comes by itself
     * @return the page, with a weak entity tag of what it says (RFC 9110, section 8.8.1: compressed or not, it is the same page);
     *     caches may keep it only after asking again
     */
    public ResponseEntity<String> render(HttpStatus status, Page page, String template, Map<String, Object> model) {
        return render(status, Texts.current(), page, template, model);
    }

    /** As {@link #render(Page, String, Map)}, in a language that is not the request's. */
    public ResponseEntity<String> render(Language language, Page page, String template, Map<String, Object> model) {
        return render(HttpStatus.OK, Texts.in(language), page, template, model);
    }

    private ResponseEntity<String> render(
            HttpStatus status, Texts texts, Page page, String template, Map<String, Object> model) {
        String html = html(texts, page, template, model);
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noCache())
                .eTag("W/\"" + digest(html) + "\"")
                .body(html);
    }

    String html(Texts texts, Page page, String template, Map<String, Object> model) {
        Map<String, Object> parameters = new HashMap<>(model);
        parameters.put("t", texts);
        StringOutput out = new StringOutput(8192);
        Content content = body -> engine.render(template, parameters, body);
        engine.render(
                "layout.jte",
                Map.of("t", texts, "page", page, "origin", origin, "assets", assets, "content", content),
                out);
        return out.toString();
    }

    private static String digest(String html) {
        byte[] digest = Asset.sha512(html.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 12);
    }
}
