package dev.waymark.identity.signin;

import dev.waymark.identity.browser.Exchange;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.factors.Factor;
import dev.waymark.identity.factors.Passkeys;
import dev.waymark.identity.sessions.CurrentSession;
import dev.waymark.identity.sessions.SignedIn;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
    private static final CodePlace CODE = new CodePlace(CodePurpose.REAUTHENTICATION, PAGE, PAGE + "/code/send");

    private final Reauthentication again;
    private final Passkeys passkeys;
    private final CodePages codes;
    private final CurrentSession current;
    private final PrivatePages pages;

    ReauthenticationController(
            Reauthentication again, Passkeys passkeys, CodePages codes, CurrentSession current, PrivatePages pages) {
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
            Exchange exchange) {
        return show(FormAnswer.FRESH, who, Continuation.of(continueTo), exchange);
    }

    /** @param factor {@code password}, {@code totp} or {@code recovery_code} */
    @PostMapping(PAGE)
    ResponseEntity<String> withSecret(
            @RequestParam String factor,
            @RequestParam(defaultValue = "") String typed,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            SignedIn who,
            Exchange exchange) {
        return answer(
                () -> factor.equals("password")
                        ? again.withPassword(who, typed, exchange.visitor())
                        : again.withCode(who, Factor.ofTyped(factor), typed, exchange.visitor()),
                Continuation.of(continueTo),
                exchange,
                wrong -> show(wrong, who, Continuation.of(continueTo), exchange));
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
            Exchange exchange) {
        return answer(
                () -> again.withPasskey(who, credential, exchange.visitor()),
                Continuation.of(continueTo),
                exchange,
                wrong -> show(wrong, who, Continuation.of(continueTo), exchange));
    }

    @GetMapping(PAGE + "/code/send")
    ResponseEntity<String> sendForm() {
        return pages.goTo(PAGE);
    }

    @PostMapping(PAGE + "/code/send")
    ResponseEntity<String> send(
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            SignedIn who,
            Exchange exchange) {
        String path = Continuation.of(continueTo);
        return codes.mail(
                CODE, path, () -> again.send(who, exchange.visitor()), wrong -> show(wrong, who, path, exchange));
    }

    @GetMapping(PAGE + "/code")
    ResponseEntity<String> codeForm(SignedIn who, TypedCode code) {
        return codes.show(CODE, code);
    }

    @PostMapping(PAGE + "/code")
    ResponseEntity<String> withCode(SignedIn who, TypedCode code) {
        return answer(
                () -> again.withMailedCode(who, code.id(), code.typed(), code.visitor()),
                code.continueTo(),
                code.exchange(),
                wrong -> codes.show(CODE, wrong, code));
    }

    private ResponseEntity<String> answer(
            Supplier<Optional<String>> shown,
            String continueTo,
            Exchange exchange,
            Function<FormAnswer, ResponseEntity<String>> form) {
        Texts t = Texts.current();
        try {
            Optional<String> token = shown.get();
            token.ifPresent(renewed -> current.set(exchange.response(), renewed));
            return token.isPresent()
                    ? pages.goToAddress(continueTo)
                    : form.apply(FormAnswer.wrong(t.get("again.wrong")));
        } catch (Problem problem) {
            return form.apply(FormAnswer.of(problem, t));
        }
    }

    private ResponseEntity<String> show(FormAnswer answer, SignedIn who, String continueTo, Exchange exchange) {
        return pages.form(
                answer,
                Page.of(Texts.current().get("again.title")).at(PAGE).withScript("passkeys.js"),
                "again.jte",
                exchange.csrf(),
                Map.of(
                        "offered", again.offered(who.account()),
                        "email", who.account().email().text(),
                        "continueTo", continueTo));
    }
}
