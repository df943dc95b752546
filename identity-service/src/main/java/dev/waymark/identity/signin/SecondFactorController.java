package dev.waymark.identity.signin;

import dev.waymark.identity.browser.Exchange;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.Factor;
import dev.waymark.identity.factors.Passkeys;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.StandardProblems;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** The second factor: a passkey, an authenticator app, or a recovery code. */
@Controller
@ConditionalOnWebApplication
class SecondFactorController {
    private final SecondFactorLogin factors;
    private final Passkeys passkeys;
    private final SignInAnswers answers;
    private final PrivatePages pages;

    SecondFactorController(SecondFactorLogin factors, Passkeys passkeys, SignInAnswers answers, PrivatePages pages) {
        this.factors = factors;
        this.passkeys = passkeys;
        this.answers = answers;
        this.pages = pages;
    }

    @GetMapping("/login/second-factor")
    ResponseEntity<String> form(@RequestParam UUID login, Exchange exchange) {
        return show(FormAnswer.FRESH, login, exchange);
    }

    /** @param factor {@code totp} or {@code recovery_code} */
    @PostMapping("/login/second-factor")
    ResponseEntity<String> withCode(
            @RequestParam UUID login,
            @RequestParam String factor,
            @RequestParam(defaultValue = "") String typed,
            @RequestParam(defaultValue = "false") boolean trust,
            Exchange exchange) {
        Optional<OpenLogin> open = factors.find(login, exchange.visitor());
        return answers.answer(
                () -> open.map(found ->
                                factors.withCode(found, Factor.ofTyped(factor), typed, trust, exchange.visitor()))
                        .orElseGet(() -> SignIn.refused(SignIn.Reason.OVER)),
                exchange,
                wrong -> show(codeWrong(wrong), login, exchange));
    }

    private static FormAnswer codeWrong(FormAnswer answer) {
        Texts t = Texts.current();
        return t.get("signin.refused.wrong").equals(answer.message())
                ? FormAnswer.wrong(t.get("second.wrong"))
                : answer;
    }

    @PostMapping(path = "/login/second-factor/options", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String options(@RequestParam UUID login, Visitor visitor) {
        return factors.find(login, visitor)
                .map(open -> passkeys.requestOptions(visitor, open.account()))
                .orElseThrow(() -> StandardProblems.of(HttpStatus.NOT_FOUND));
    }

    @GetMapping("/login/second-factor/passkey")
    ResponseEntity<String> passkeyForm() {
        return pages.goTo("/login");
    }

    @PostMapping("/login/second-factor/passkey")
    ResponseEntity<String> withPasskey(
            @RequestParam UUID login,
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(defaultValue = "false") boolean trust,
            Exchange exchange) {
        Optional<OpenLogin> open = factors.find(login, exchange.visitor());
        return answers.answer(
                () -> open.map(found -> factors.withPasskey(found, credential, trust, exchange.visitor()))
                        .orElseGet(() -> SignIn.refused(SignIn.Reason.OVER)),
                exchange,
                wrong -> show(LoginController.passkeyWrong(wrong), login, exchange));
    }

    private ResponseEntity<String> show(FormAnswer answer, UUID id, Exchange exchange) {
        Texts t = Texts.current();
        Optional<OpenLogin> open = factors.find(id, exchange.visitor());
        Set<Factor> offered = open.map(factors::offered).orElse(Set.of());
        FormAnswer shown = open.isEmpty() ? FormAnswer.wrong(t.get("signin.refused.over")) : answer;
        return pages.form(
                shown,
                Page.of(t.get("second.title")).at("/login").withScript("passkeys.js"),
                "second-factor.jte",
                exchange.csrf(),
                Map.of(
                        "id",
                        id,
                        PrivatePages.CONTINUE_TO,
                        open.map(OpenLogin::continueTo).orElse("/"),
                        "offered",
                        offered,
                        "trustable",
                        open.map(login -> login.goal() == OpenLogin.Goal.SIGN_IN)
                                .orElse(false)));
    }
}
