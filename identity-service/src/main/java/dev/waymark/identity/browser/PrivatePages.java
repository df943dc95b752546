package dev.waymark.identity.browser;

import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Pages;
import dev.waymark.platform.pages.Texts;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/** Pages that are for one person: kept by no cache, found by no search engine, each with the token of its forms. */
@Component
public class PrivatePages {
    /** The model's parameter that says where a form leads in the end. */
    public static final String CONTINUE_TO = "continueTo";

    private final Pages pages;
    private final ObjectProvider<FormTargets> targets;

    PrivatePages(Pages pages, ObjectProvider<FormTargets> targets) {
        this.pages = pages;
        this.targets = targets;
    }

    /** As {@link #show(HttpStatus, Page, String, CsrfToken, Map)}, with status 200. */
    public ResponseEntity<String> show(Page page, String template, CsrfToken token, Map<String, Object> model) {
        return show(HttpStatus.OK, page, template, token, model);
    }

    /**
     * @param template gets {@code csrf}, the value of the hidden field {@link FormTokens#FIELD}, beside its own parameters
     * @param page is not indexed
     * @param model with {@link #CONTINUE_TO}, browsers may follow the redirects of the page's forms to that place
     */
    public ResponseEntity<String> show(
            HttpStatus status, Page page, String template, CsrfToken token, Map<String, Object> model) {
        Map<String, Object> parameters = new HashMap<>(model);
        parameters.put("csrf", token.getToken());
        ResponseEntity<String> rendered = pages.render(status, page.notIndexed(), template, parameters);
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(rendered.getHeaders().getContentType());
        headers.setCacheControl("no-store");
        if (model.get(CONTINUE_TO) instanceof String path) {
            targets.ifAvailable(
                    known -> known.origin(path).ifPresent(origin -> headers.set(FormTargets.HEADER, origin)));
        }
        return new ResponseEntity<>(rendered.getBody(), headers, status);
    }

    /**
     * A form, again with what was wrong about it.
     *
     * @param template gets {@code error} as well, the sentence or null
     */
    public ResponseEntity<String> form(
            FormAnswer answer, Page page, String template, CsrfToken token, Map<String, Object> model) {
        Map<String, Object> parameters = new HashMap<>(model);
        parameters.put("error", answer.message());
        ResponseEntity<String> shown = show(answer.status(), page, template, token, parameters);
        if (answer.retryAfter() == null) {
            return shown;
        }
        HttpHeaders headers = new HttpHeaders();
        headers.putAll(shown.getHeaders());
        headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(answer.retryAfter().toSeconds()));
        return new ResponseEntity<>(shown.getBody(), headers, answer.status());
    }

    /** After a form: look at this page with GET. */
    public ResponseEntity<String> goTo(String path) {
        return goToAddress(Texts.current().path(path));
    }

    /** As {@link #goTo}, to an address that has its language, or none. */
    public ResponseEntity<String> goToAddress(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
