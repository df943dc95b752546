package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Exchange;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.factors.Passkeys;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import dev.waymark.identity.sessions.CurrentSession;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** The first factor: a password, a mailed code, or a passkey. */
@Controller
@ConditionalOnWebApplication
class LoginController {
    private static final CodePlace CODE = new CodePlace(CodePurpose.LOGIN, "/login", "/login/code/send");

    private final PasswordLogin passwords;
    private final CodeLogin codeLogin;
    private final SecondFactorLogin factors;
    private final Passkeys passkeys;
    private final CodePages codes;
    private final Limits limits;
    private final CurrentSession current;
    private final SignInAnswers answers;
    private final PrivatePages pages;

    LoginController(
            PasswordLogin passwords,
            CodeLogin codeLogin,
            SecondFactorLogin factors,
            Passkeys passkeys,
            CodePages codes,
            Limits limits,
            CurrentSession current,
            SignInAnswers answers,
            PrivatePages pages) {
        this.passwords = passwords;
        this.codeLogin = codeLogin;
        this.factors = factors;
        this.passkeys = passkeys;
        this.codes = codes;
        this.limits = limits;
        this.current = current;
        this.answers = answers;
        this.pages = pages;
    }

    @GetMapping("/login")
    ResponseEntity<String> form(
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            @RequestParam(name = "login_hint", defaultValue = "") String hint,
            @RequestParam(defaultValue = "") String notice,
            Exchange exchange) {
        return current.of(exchange.request()).isPresent()
                ? pages.goToAddress(Continuation.of(continueTo))
                : show(FormAnswer.FRESH, hint, Continuation.of(continueTo), notice, exchange);
    }

    @PostMapping("/login")
    ResponseEntity<String> withPassword(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Exchange exchange) {
        String path = Continuation.of(continueTo);
        return answers.answer(
                () -> passwords.signIn(email, password, path, exchange.visitor()),
                exchange,
                wrong -> show(wrong, email, path, "", exchange));
    }

    private ResponseEntity<String> show(
            FormAnswer answer, String email, String continueTo, String notice, Exchange exchange) {
        Texts t = Texts.current();
        Map<String, Object> model =
                new HashMap<>(Map.of("email", email, "continueTo", continueTo, "codeLogin", codeLogin.isEnabled()));
        model.put("notice", t.find("signin.notice." + notice).orElse(null));
        return pages.form(
                answer,
                Page.of(t.get("signin.title")).at("/login").withScript("passkeys.js"),
                "login.jte",
                exchange.csrf(),
                model);
    }

    /** What the browser asks its authenticator with. */
    @PostMapping(path = "/login/passkey/options", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseBody
    String options(Visitor visitor) {
        limits.take(Limit.LOGIN_BY_ADDRESS, visitor.address());
        return passkeys.requestOptions(visitor, null);
    }

    @GetMapping("/login/passkey")
    ResponseEntity<String> passkeyForm() {
        return pages.goTo("/login");
    }

    @PostMapping("/login/passkey")
    ResponseEntity<String> withPasskey(
            @RequestParam(defaultValue = "") String credential,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Exchange exchange) {
        String path = Continuation.of(continueTo);
        return answers.answer(
                () -> factors.withPasskeyAlone(credential, path, exchange.visitor()),
                exchange,
                wrong -> show(passkeyWrong(wrong), "", path, "", exchange));
    }

    /** The words about a wrong password do not fit. */
    static FormAnswer passkeyWrong(FormAnswer answer) {
        return answer.retryAfter() == null ? FormAnswer.wrong(Texts.current().get("signin.refused.passkey")) : answer;
    }

    /** Mails a code; sent from the login page, or again from the page of the code. */
    @PostMapping("/login/code/send")
    ResponseEntity<String> send(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Exchange exchange) {
        String path = Continuation.of(continueTo);
        return codes.mailTo(
                EmailAddress.of(email).filter(_ -> codeLogin.isEnabled()),
                CODE,
                path,
                to -> codeLogin.send(to, path, Texts.current().language(), exchange.visitor()),
                wrong -> show(wrong, email, path, "", exchange));
    }

    @GetMapping("/login/code/send")
    ResponseEntity<String> sendForm() {
        return pages.goTo("/login");
    }

    @GetMapping("/login/code")
    ResponseEntity<String> codeForm(TypedCode code) {
        return codes.show(CODE, FormAnswer.FRESH, code);
    }

    @PostMapping("/login/code")
    ResponseEntity<String> withCode(TypedCode code) {
        return answers.answer(
                () -> codeLogin.signIn(code.id(), code.typed(), code.visitor()),
                code.exchange(),
                wrong -> codes.show(CODE, wrong, code));
    }
}
