package dev.waymark.identity.administration;

import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.clients.ClientDraft;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/** What forms about clients are answered with. */
@Component
class ClientAnswers {
    private static final int MOST_SHOWN = 200;

    private final PrivatePages pages;

    ClientAnswers(PrivatePages pages) {
        this.pages = pages;
    }

    /**
     * The only page that has a secret. It answers the form itself: no address leads back to it, and no cache keeps it.
     *
     * @param done how its notice is called
     */
    ResponseEntity<String> secret(HttpStatus status, String name, String secret, String done, CsrfToken token) {
        Texts t = Texts.current();
        return pages.show(
                status,
                Page.of(t.get("admin.client.secret.title"))
                        .at(ClientListPages.LIST + "/" + name)
                        .withScript("codes.js"),
                "admin/client-secret.jte",
                token,
                Map.of("name", name, "secret", secret, "notice", t.get("admin.client.done." + done)));
    }

    /** What is wrong, in words, by the names of the form's fields. */
    Map<String, String> sentences(ClientDraft draft, Map<ClientDraft.Field, ClientDraft.Fault> faults) {
        Map<String, String> sentences = new TreeMap<>();
        faults.forEach((field, fault) -> sentences.put(field.title(), sentence(draft, field, fault)));
        return sentences;
    }

    private static String sentence(ClientDraft draft, ClientDraft.Field field, ClientDraft.Fault fault) {
        String what = switch (field) {
            case NAME -> "name";
            case REDIRECT_URIS, POST_LOGOUT_REDIRECT_URIS -> "uris";
            case SCOPES -> draft.machine() ? "scopes" : "people_scopes";
        };
        String key = "admin.client.fault." + what + "." + fault.wrong().title();
        String part = fault.part().length() > MOST_SHOWN ? fault.part().substring(0, MOST_SHOWN) + "…" : fault.part();
        return Texts.current().get(key, part, ClientDraft.MOST_URIS);
    }
}
