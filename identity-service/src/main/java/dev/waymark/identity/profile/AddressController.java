package dev.waymark.identity.profile;

import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.sessions.FreshLogin;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.identity.signin.CodePages;
import dev.waymark.identity.signin.CodePlace;
import dev.waymark.identity.signin.TypedCode;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Another address, and the way back to the old one. */
@Controller
@ConditionalOnWebApplication
class AddressController {
    private static final String PAGE = "/account/address";
    private static final CodePlace CODE = new CodePlace(CodePurpose.ADDRESS_CHANGE, PAGE, PAGE);

    private final AddressChanges changes;
    private final AddressUndo undo;
    private final CodePages codes;
    private final PrivatePages pages;

    AddressController(AddressChanges changes, AddressUndo undo, CodePages codes, PrivatePages pages) {
        this.changes = changes;
        this.undo = undo;
        this.codes = codes;
        this.pages = pages;
    }

    @GetMapping(PAGE)
    ResponseEntity<String> form(@FreshLogin SignedIn who, Visitor visitor, CsrfToken csrf) {
        return show(FormAnswer.FRESH, who, "", csrf);
    }

    /** Mails a code; from the first page, or again from the page of the code. */
    @PostMapping(PAGE)
    ResponseEntity<String> send(
            @FreshLogin SignedIn who, @RequestParam(defaultValue = "") String email, Visitor visitor, CsrfToken csrf) {
        Texts t = Texts.current();
        Optional<EmailAddress> address = EmailAddress.of(email);
        if (address.isEmpty()) {
            return show(FormAnswer.wrong(t.get("form.email")), who, email, csrf);
        }
        if (address.get().equals(who.account().email())) {
            return show(FormAnswer.wrong(t.get("address.same")), who, email, csrf);
        }
        try {
            return pages.goTo(PAGE + "/code?code=" + changes.send(who, address.get(), visitor));
        } catch (Problem problem) {
            return show(FormAnswer.of(problem, t), who, email, csrf);
        }
    }

    private ResponseEntity<String> show(FormAnswer answer, SignedIn who, String email, CsrfToken csrf) {
        return pages.form(
                answer,
                Page.of(Texts.current().get("address.title")).at(PAGE),
                "address.jte",
                csrf,
                Map.of("account", who.account(), "email", email));
    }

    @GetMapping(PAGE + "/code")
    ResponseEntity<String> codeForm(SignedIn who, TypedCode code) {
        return showCode(FormAnswer.FRESH, code);
    }

    @PostMapping(PAGE + "/code")
    ResponseEntity<String> withCode(SignedIn who, TypedCode code) {
        Texts t = Texts.current();
        try {
            return switch (changes.finish(who, code.id(), code.typed(), code.visitor())) {
                case CHANGED -> pages.goTo("/account?notice=address");
                case WRONG -> showCode(FormAnswer.wrong(t.get("again.wrong")), code);
                case OVER -> showCode(FormAnswer.wrong(t.get("signin.refused.over")), code);
            };
        } catch (Problem problem) {
            return showCode(FormAnswer.of(problem, t), code);
        }
    }

    private ResponseEntity<String> showCode(FormAnswer answer, TypedCode code) {
        return codes.show(CODE, answer, code.leadingTo(PAGE));
    }

    /** Asks first: programs that look at mails follow links. */
    @GetMapping(PAGE + "/undo")
    ResponseEntity<String> undoForm(@RequestParam(defaultValue = "") String token, Visitor visitor, CsrfToken csrf) {
        return showUndo(undo.isUsable(token) ? "ask" : "over", token, csrf);
    }

    @PostMapping(PAGE + "/undo")
    ResponseEntity<String> undo(@RequestParam(defaultValue = "") String token, Visitor visitor, CsrfToken csrf) {
        return showUndo(undo.use(token, visitor) ? "done" : "over", token, csrf);
    }

    private ResponseEntity<String> showUndo(String state, String token, CsrfToken csrf) {
        return pages.show(
                Page.of(Texts.current().get("address.undo.title")).at(PAGE + "/undo"),
                "address-undo.jte",
                csrf,
                Map.of("state", state, "token", token));
    }
}
