package dev.waymark.identity.administration;

import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.clients.ClientDraft;
import dev.waymark.identity.clients.ManagedClients;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The clients, and how administrators make new ones. The forms have paths that no client's page can have. */
@Controller
@RequestMapping("/admin")
class ClientListPages {
    static final String LIST = "/admin/clients";
    private static final String NEW_CLIENT = "/new-client";
    private static final String NEW_MACHINE = "/new-machine";

    private final StaffAccess access;
    private final ManagedClients clients;
    private final ClientAdministration administration;
    private final ClientAnswers answers;
    private final PrivatePages pages;

    ClientListPages(
            StaffAccess access,
            ManagedClients clients,
            ClientAdministration administration,
            ClientAnswers answers,
            PrivatePages pages) {
        this.access = access;
        this.clients = clients;
        this.administration = administration;
        this.answers = answers;
        this.pages = pages;
    }

    @GetMapping("/clients")
    ResponseEntity<String> list(
            @FreshLogin SignedIn who, @RequestParam(defaultValue = "") String done, CsrfToken token) {
        access.administrator(who);
        List<ClientView> all = clients.all().stream().map(ClientView::new).toList();
        String notice = done.equals("deleted") ? Texts.current().get("admin.client.done.deleted") : "";
        Page page = Page.of(Texts.current().get("admin.clients.title")).at(LIST);
        return pages.show(page, "admin/clients.jte", token, Map.of("clients", all, "notice", notice));
    }

    @GetMapping(NEW_CLIENT)
    ResponseEntity<String> newClient(@FreshLogin SignedIn who, CsrfToken token) {
        access.administrator(who);
        return form(HttpStatus.OK, ClientDraft.empty(false), Map.of(), token);
    }

    @GetMapping(NEW_MACHINE)
    ResponseEntity<String> newMachine(@FreshLogin SignedIn who, CsrfToken token) {
        access.administrator(who);
        return form(HttpStatus.OK, ClientDraft.empty(true), Map.of(), token);
    }

    @PostMapping(NEW_CLIENT)
    ResponseEntity<String> createClient(
            @FreshLogin SignedIn who,
            Visitor visitor,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(name = "redirect_uris", defaultValue = "") String redirectUris,
            @RequestParam(name = "post_logout_redirect_uris", defaultValue = "") String postLogoutRedirectUris,
            @RequestParam(defaultValue = "") List<String> scopes,
            @RequestParam(defaultValue = "") String kind,
            CsrfToken token) {
        By by = By.staff(access.administrator(who), visitor);
        boolean isPublic = kind.equals("public");
        String chosen = String.join(" ", scopes);
        return create(new ClientDraft(false, name, redirectUris, postLogoutRedirectUris, chosen, isPublic), by, token);
    }

    @PostMapping(NEW_MACHINE)
    ResponseEntity<String> createMachine(
            @FreshLogin SignedIn who,
            Visitor visitor,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String scopes,
            CsrfToken token) {
        By by = By.staff(access.administrator(who), visitor);
        return create(new ClientDraft(true, name, "", "", scopes, false), by, token);
    }

    private ResponseEntity<String> create(ClientDraft draft, By by, CsrfToken token) {
        Map<ClientDraft.Field, ClientDraft.Fault> faults = draft.faults();
        if (!faults.isEmpty()) {
            return form(HttpStatus.UNPROCESSABLE_CONTENT, draft, faults, token);
        }
        Optional<ManagedClients.Made> made = administration.create(draft, by);
        if (made.isEmpty()) {
            ClientDraft.Fault taken =
                    new ClientDraft.Fault(ClientDraft.Wrong.TAKEN, draft.name().strip());
            return form(HttpStatus.CONFLICT, draft, Map.of(ClientDraft.Field.NAME, taken), token);
        }
        String secret = made.get().secret();
        return secret == null
                ? pages.goTo(LIST + "/" + made.get().name() + "?done=created")
                : answers.secret(HttpStatus.CREATED, made.get().name(), secret, "created", token);
    }

    private ResponseEntity<String> form(
            HttpStatus status, ClientDraft draft, Map<ClientDraft.Field, ClientDraft.Fault> faults, CsrfToken token) {
        String path = "/admin" + (draft.machine() ? NEW_MACHINE : NEW_CLIENT);
        String title = draft.machine() ? "admin.client.new.machine" : "admin.client.new.people";
        Map<String, Object> model = Map.of("draft", draft, "faults", answers.sentences(draft, faults), "path", path);
        return pages.show(status, Page.of(Texts.current().get(title)).at(path), "admin/client-new.jte", token, model);
    }
}
