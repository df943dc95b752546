package dev.waymark.identity.signin;

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
            AddressForm form,
            @RequestParam(name = "login_hint", defaultValue = "") String hint,
            @RequestParam(defaultValue = "") String notice) {
        return current.of(form.exchange().request()).isPresent()
                ? pages.goToAddress(form.continueTo())
                : show(FormAnswer.FRESH, form.with(hint), notice);
    }

    @PostMapping("/login")
    ResponseEntity<String> withPassword(AddressForm form, @RequestParam(defaultValue = "") String password) {
        return answers.answer(
                () -> passwords.signIn(form.email(), password, form.continueTo(), form.visitor()),
                form.exchange(),
                wrong -> show(wrong, form, ""));
    }

    private ResponseEntity<String> show(FormAnswer answer, AddressForm form, String notice) {
        Texts t = Texts.current();
        Map<String, Object> model = new HashMap<>(Map.of(
                "email",
                form.email(),
                PrivatePages.CONTINUE_TO,
                form.continueTo(),
                "codeLogin",
                codeLogin.isEnabled()));
        model.put("notice", t.find("signin.notice." + notice).orElse(null));
        return pages.form(
                answer,
                Page.of(t.get("signin.title")).at("/login").withScript("passkeys.js"),
                "login.jte",
                form.exchange().csrf(),
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
    ResponseEntity<String> withPasskey(AddressForm form, @RequestParam(defaultValue = "") String credential) {
        return answers.answer(
                () -> factors.withPasskeyAlone(credential, form.continueTo(), form.visitor()),
                form.exchange(),
                wrong -> show(passkeyWrong(wrong), form.with(""), ""));
    }

    /** The words about a wrong password do not fit. */
    static FormAnswer passkeyWrong(FormAnswer answer) {
        return answer.retryAfter() == null ? FormAnswer.wrong(Texts.current().get("signin.refused.passkey")) : answer;
    }

    /** Mails a code; sent from the login page, or again from the page of the code. */
    @PostMapping("/login/code/send")
    ResponseEntity<String> send(AddressForm form) {
        if (!codeLogin.isEnabled()) {
            return show(FormAnswer.wrong(Texts.current().get("form.email")), form, "");
        }
        return codes.mailTo(
                CODE,
                form,
                to -> codeLogin.send(to, form.continueTo(), Texts.current().language(), form.visitor()),
                wrong -> show(wrong, form, ""));
    }

    @GetMapping("/login/code/send")
    ResponseEntity<String> sendForm() {
        return pages.goTo("/login");
    }

    @GetMapping("/login/code")
    ResponseEntity<String> codeForm(TypedCode code) {
        return codes.show(CODE, code);
    }

    @PostMapping("/login/code")
    ResponseEntity<String> withCode(TypedCode code) {
        return codes.answer(CODE, code, () -> codeLogin.signIn(code.id(), code.typed(), code.visitor()));
    }
}
