package dev.waymark.identity.administration;

import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.clients.ManagedClients;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.StandardProblems;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What administrators see of a client, and do to it. */
@Controller
@RequestMapping("/admin/clients/{name:[a-z][a-z0-9-]{0,39}}")
class ClientPages {
    private final StaffAccess access;
    private final ManagedClients clients;
    private final ClientAdministration administration;
    private final ClientAnswers answers;
    private final PrivatePages pages;

    ClientPages(
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

    @GetMapping
    ResponseEntity<String> client(
            @FreshLogin SignedIn who,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String done,
            CsrfToken token) {
        access.administrator(who);
        String notice = Texts.current().find("admin.client.done." + done).orElse("");
        return show(HttpStatus.OK, view(name), notice, "", token);
    }

    /** A form that was sent with a login that was not fresh comes back here. */
    @GetMapping({"/disable", "/enable", "/rotate-secret"})
    ResponseEntity<String> back(@PathVariable String name) {
        return pages.goTo(path(name));
    }

    @PostMapping("/disable")
    ResponseEntity<String> disable(
            @FreshLogin SignedIn who, Visitor visitor, @PathVariable String name, CsrfToken token) {
        return setEnabled(By.staff(access.administrator(who), visitor), name, false, token);
    }

    @PostMapping("/enable")
    ResponseEntity<String> enable(
            @FreshLogin SignedIn who, Visitor visitor, @PathVariable String name, CsrfToken token) {
        return setEnabled(By.staff(access.administrator(who), visitor), name, true, token);
    }

    @PostMapping("/rotate-secret")
    ResponseEntity<String> rotateSecret(
            @FreshLogin SignedIn who,
            Visitor visitor,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String seen,
            @RequestParam(name = "old", defaultValue = "") String old,
            CsrfToken token) {
        By by = By.staff(access.administrator(who), visitor);
        boolean atOnce = old.equals("ends");
        return unlessSites(
                name,
                token,
                () -> administration
                        .rotateSecret(name, seen, atOnce, by)
                        .map(secret -> answers.secret(
                                HttpStatus.OK, name, secret, atOnce ? "rotated_at_once" : "rotated", token))
                        .orElseGet(() -> refuse(name, "rotated", token)));
    }

    @GetMapping("/delete")
    ResponseEntity<String> askBeforeDeletion(@FreshLogin SignedIn who, @PathVariable String name, CsrfToken token) {
        access.administrator(who);
        return unlessSites(
                name,
                token,
                () -> pages.show(
                        Page.of(Texts.current().get("admin.client.delete.title", name))
                                .at(path(name) + "/delete"),
                        "admin/client-delete.jte",
                        token,
                        Map.of("view", view(name))));
    }

    @PostMapping("/delete")
    ResponseEntity<String> delete(
            @FreshLogin SignedIn who, Visitor visitor, @PathVariable String name, CsrfToken token) {
        By by = By.staff(access.administrator(who), visitor);
        return unlessSites(name, token, () -> {
            administration.delete(name, by);
            return pages.goTo(ClientListPages.LIST + "?done=deleted");
        });
    }

    private ResponseEntity<String> setEnabled(By by, String name, boolean enabled, CsrfToken token) {
        return unlessSites(name, token, () -> {
            boolean changed = administration.setEnabled(name, enabled, by);
            return pages.goTo(path(name) + "?done=" + (changed ? enabled ? "enabled" : "disabled" : "unchanged"));
        });
    }

    /** The site's own clients are looked at, and refuse everything else. */
    private ResponseEntity<String> unlessSites(String name, CsrfToken token, Supplier<ResponseEntity<String>> act) {
        ClientView view = view(name);
        return view.isSites() ? refuse(name, "sites", token) : act.get();
    }

    private ResponseEntity<String> refuse(String name, String reason, CsrfToken token) {
        String refusal = Texts.current().get("admin.client.refused." + reason);
        return show(HttpStatus.CONFLICT, view(name), "", refusal, token);
    }

    private ResponseEntity<String> show(
            HttpStatus status, ClientView view, String notice, String refusal, CsrfToken token) {
        String name = view.client().name();
        return pages.show(
                status,
                Page.of(Texts.current().get("admin.client.title", name)).at(path(name)),
                "admin/client.jte",
                token,
                Map.of("view", view, "notice", notice, "refusal", refusal));
    }

    private ClientView view(String name) {
        return clients.byName(name).map(ClientView::new).orElseThrow(() -> StandardProblems.of(HttpStatus.NOT_FOUND));
    }

    private static String path(String name) {
        return ClientListPages.LIST + "/" + name;
    }
}
