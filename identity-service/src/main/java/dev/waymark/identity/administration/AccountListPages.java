package dev.waymark.identity.administration;

import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where the staff finds accounts. What is searched for is sent in the body, so that no address gets into the address of a page. */
@Controller
@RequestMapping("/admin")
class AccountListPages {
    private static final int MOST_FOUND = 50;

    private final StaffAccess access;
    private final AccountSearch search;
    private final PrivatePages pages;

    AccountListPages(StaffAccess access, AccountSearch search, PrivatePages pages) {
        this.access = access;
        this.search = search;
        this.pages = pages;
    }

    @GetMapping
    ResponseEntity<String> start(@FreshLogin SignedIn who) {
        access.staff(who);
        return pages.goTo("/admin/accounts");
    }

    @GetMapping("/accounts")
    ResponseEntity<String> accounts(@FreshLogin SignedIn who, CsrfToken token) {
        access.staff(who);
        return list(who, "", search.staff(), token);
    }

    @PostMapping("/accounts")
    ResponseEntity<String> find(
            @FreshLogin SignedIn who, Visitor visitor, @RequestParam(defaultValue = "") String q, CsrfToken token) {
        By by = By.staff(access.staff(who), visitor);
        String text = q.strip();
        return list(who, text, text.isEmpty() ? search.staff() : search.findForStaff(text, MOST_FOUND + 1, by), token);
    }

    private ResponseEntity<String> list(SignedIn who, String q, List<FoundAccount> found, CsrfToken token) {
        Map<String, Object> model = Map.of(
                "q",
                q,
                "found",
                found.subList(0, Math.min(MOST_FOUND, found.size())),
                "more",
                found.size() > MOST_FOUND,
                "administrator",
                StaffPolicy.isAdministrator(who.account()));
        return pages.show(
                Page.of(Texts.current().get("admin.accounts.title")).at("/admin/accounts"),
                "admin/accounts.jte",
                token,
                model);
    }
}
