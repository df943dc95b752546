package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.codes.Codes;
import dev.waymark.identity.codes.OpenCode;
import dev.waymark.identity.factors.Passkeys;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import dev.waymark.identity.sessions.CurrentSession;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

/** The first factor: a password, a mailed code, or a passkey. */
@Controller
@ConditionalOnWebApplication
class LoginController {
    private final PasswordLogin passwords;
    private final CodeLogin codeLogin;
    private final SecondFactorLogin factors;
    private final Passkeys passkeys;
    private final Codes codes;
    private final Limits limits;
    private final CurrentSession current;
    private final SignInAnswers answers;
    private final PrivatePages pages;

    LoginController(
            PasswordLogin passwords,
            CodeLogin codeLogin,
            SecondFactorLogin factors,
            Passkeys passkeys,
            Codes codes,
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
            Visitor visitor,
            HttpServletRequest request,
            CsrfToken csrf) {
        return current.of(request).isPresent()
                ? pages.goToAddress(Continuation.of(continueTo))
                : show(FormAnswer.FRESH, hint, Continuation.of(continueTo), notice, csrf);
    }

    @PostMapping("/login")
    ResponseEntity<String> withPassword(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Visitor visitor,
            HttpServletRequest request,
            HttpServletResponse response,
            CsrfToken csrf) {
        String path = Continuation.of(continueTo);
        return answers.answer(
                () -> passwords.signIn(email, password, path, visitor),
                visitor,
                request,
                response,
                wrong -> show(wrong, email, path, "", csrf));
    }

    private ResponseEntity<String> show(
            FormAnswer answer, String email, String continueTo, String notice, CsrfToken csrf) {
        Texts t = Texts.current();
        Map<String, Object> model =
                new HashMap<>(Map.of("email", email, "continueTo", continueTo, "codeLogin", codeLogin.isEnabled()));
        model.put("notice", t.find("signin.notice." + notice).orElse(null));
        return pages.form(
                answer,
                Page.of(t.get("signin.title")).at("/login").withScript("passkeys.js"),
                "login.jte",
                csrf,
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
            Visitor visitor,
            HttpServletRequest request,
            HttpServletResponse response,
            CsrfToken csrf) {
        String path = Continuation.of(continueTo);
        return answers.answer(
                () -> factors.withPasskeyAlone(credential, path, visitor),
                visitor,
                request,
                response,
                wrong -> show(passkeyWrong(wrong), "", path, "", csrf));
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
            Visitor visitor,
            CsrfToken csrf) {
        Texts t = Texts.current();
        String path = Continuation.of(continueTo);
        Optional<EmailAddress> address = EmailAddress.of(email);
        if (address.isEmpty() || !codeLogin.isEnabled()) {
            return show(FormAnswer.wrong(t.get("form.email")), email, path, "", csrf);
        }
        try {
            UUID code = codeLogin.send(address.get(), path, t.language(), visitor);
            return pages.goTo(Continuation.carriedBy("/login/code?code=" + code, path));
        } catch (Problem problem) {
            return show(FormAnswer.of(problem, t), email, path, "", csrf);
        }
    }

    @GetMapping("/login/code/send")
    ResponseEntity<String> sendForm() {
        return pages.goTo("/login");
    }

    @GetMapping("/login/code")
    ResponseEntity<String> codeForm(
            @RequestParam(name = "code") UUID id,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Visitor visitor,
            CsrfToken csrf) {
        return showCode(FormAnswer.FRESH, id, Continuation.of(continueTo), visitor, csrf);
    }

    @PostMapping("/login/code")
    ResponseEntity<String> withCode(
            @RequestParam(name = "code") UUID id,
            @RequestParam(defaultValue = "") String typed,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Visitor visitor,
            HttpServletRequest request,
            HttpServletResponse response,
            CsrfToken csrf) {
        String path = Continuation.of(continueTo);
        return answers.answer(
                () -> codeLogin.signIn(id, typed, visitor),
                visitor,
                request,
                response,
                wrong -> showCode(wrong, id, path, visitor, csrf));
    }

    private ResponseEntity<String> showCode(
            FormAnswer answer, UUID id, String continueTo, Visitor visitor, CsrfToken csrf) {
        Texts t = Texts.current();
        Optional<OpenCode> open = codes.open(id, CodePurpose.LOGIN, visitor);
        return pages.form(
                answer,
                Page.of(t.get("code.title")).at("/login"),
                "code.jte",
                csrf,
                CodeForm.model(id, open, "/login/code", "/login/code/send", "/login", continueTo));
    }
}
