package dev.waymark.identity.signin;

import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.codes.Codes;
import dev.waymark.identity.factors.Factor;
import dev.waymark.identity.factors.Passkeys;
import dev.waymark.identity.sessions.CurrentSession;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Asks who is signed in to show once more who he is, before something that matters. */
@Controller
@ConditionalOnWebApplication
class ReauthenticationController {
    private static final String PAGE = "/login/again";

    private final Reauthentication again;
    private final Passkeys passkeys;
    private final Codes codes;
    private final CurrentSession current;
    private final PrivatePages pages;

    ReauthenticationController(
            Reauthentication again, Passkeys passkeys, Codes codes, CurrentSession current, PrivatePages pages) {
        this.again = again;
        this.passkeys = passkeys;
        this.codes = codes;
        this.current = current;
        this.pages = pages;
    }

    @GetMapping(PAGE)
    ResponseEntity<String> form(
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            SignedIn who,
            Visitor visitor,
            CsrfToken csrf) {
        return show(FormAnswer.FRESH, who, Continuation.of(continueTo), csrf);
    }

    /** @param factor {@code password}, {@code totp} or {@code recovery_code} */
    @PostMapping(PAGE)
    ResponseEntity<String> withSecret(
            @RequestParam String factor,
            @RequestParam(defaultValue = "") String typed,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            SignedIn who,
            Visitor visitor,
            HttpServletResponse response,
            CsrfToken csrf) {
        return answer(
                () -> factor.equals("password")
                        ? again.withPassword(who, typed, visitor)
                        : again.withCode(
                                who,
                                factor.equals(Factor.TOTP.title()) ? Factor.TOTP : Factor.RECOVERY_CODE,
                                typed,
                                visitor),
                Continuation.of(continueTo),
                response,
                wrong -> show(wrong, who, Continuation.of(continueTo), csrf));
    }

    @PostMapping(path = PAGE + "/options", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String options(SignedIn who, Visitor visitor) {
        return passkeys.requestOptions(visitor, who.account().id());
    }

    @GetMapping(PAGE + "/passkey")
    ResponseEntity<String> passkeyForm() {
        return pages.goTo(PAGE);
    }

    @PostMapping(PAGE + "/passkey")
    ResponseEntity<String> withPasskey(
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            SignedIn who,
            Visitor visitor,
            HttpServletResponse response,
            CsrfToken csrf) {
        return answer(
                () -> again.withPasskey(who, credential, visitor),
                Continuation.of(continueTo),
                response,
                wrong -> show(wrong, who, Continuation.of(continueTo), csrf));
    }

    @GetMapping(PAGE + "/code/send")
    ResponseEntity<String> sendForm() {
        return pages.goTo(PAGE);
    }

    @PostMapping(PAGE + "/code/send")
    ResponseEntity<String> send(
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            SignedIn who,
            Visitor visitor,
            CsrfToken csrf) {
        String path = Continuation.of(continueTo);
        try {
            return pages.goTo(Continuation.carriedBy(PAGE + "/code?code=" + again.send(who, visitor), path));
        } catch (Problem problem) {
            return show(FormAnswer.of(problem, Texts.current()), who, path, csrf);
        }
    }

    @GetMapping(PAGE + "/code")
    ResponseEntity<String> codeForm(
            @RequestParam(name = "code") UUID id,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            SignedIn who,
            Visitor visitor,
            CsrfToken csrf) {
        return showCode(FormAnswer.FRESH, id, Continuation.of(continueTo), visitor, csrf);
    }

    @PostMapping(PAGE + "/code")
    ResponseEntity<String> withCode(
            @RequestParam(name = "code") UUID id,
            @RequestParam(defaultValue = "") String typed,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            SignedIn who,
            Visitor visitor,
            HttpServletResponse response,
            CsrfToken csrf) {
        String path = Continuation.of(continueTo);
        return answer(
                () -> again.withMailedCode(who, id, typed, visitor),
                path,
                response,
                wrong -> showCode(wrong, id, path, visitor, csrf));
    }

    private ResponseEntity<String> answer(
            Supplier<Optional<String>> shown,
            String continueTo,
            HttpServletResponse response,
            Function<FormAnswer, ResponseEntity<String>> form) {
        Texts t = Texts.current();
        try {
            Optional<String> token = shown.get();
            token.ifPresent(renewed -> current.set(response, renewed));
            return token.isPresent()
                    ? pages.goToAddress(continueTo)
                    : form.apply(FormAnswer.wrong(t.get("again.wrong")));
        } catch (Problem problem) {
            return form.apply(FormAnswer.of(problem, t));
        }
    }

    private ResponseEntity<String> show(FormAnswer answer, SignedIn who, String continueTo, CsrfToken csrf) {
        return pages.form(
                answer,
                Page.of(Texts.current().get("again.title")).at(PAGE).withScript("passkeys.js"),
                "again.jte",
                csrf,
                Map.of(
                        "offered", again.offered(who.account()),
                        "email", who.account().email().text(),
                        "continueTo", continueTo));
    }

    private ResponseEntity<String> showCode(
            FormAnswer answer, UUID id, String continueTo, Visitor visitor, CsrfToken csrf) {
        return pages.form(
                answer,
                Page.of(Texts.current().get("code.title")).at(PAGE),
                "code.jte",
                csrf,
                CodeForm.model(
                        id,
                        codes.open(id, CodePurpose.REAUTHENTICATION, visitor),
                        PAGE + "/code",
                        PAGE + "/code/send",
                        PAGE,
                        continueTo));
    }
}
