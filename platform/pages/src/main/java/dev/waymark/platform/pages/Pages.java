package dev.waymark.platform.pages;

import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
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
     * @param model the template's parameters by name
     * @return the page; shared caches may keep it only after asking again
     */
    public ResponseEntity<String> render(HttpStatus status, Page page, String template, Map<String, Object> model) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noCache())
                .body(html(page, template, model));
    }

    String html(Page page, String template, Map<String, Object> model) {
        StringOutput out = new StringOutput(8192);
        Content content = body -> engine.render(template, model, body);
        engine.render("layout.jte", Map.of("page", page, "origin", origin, "assets", assets, "content", content), out);
        return out.toString();
    }
}
