package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.passwords.PasswordWords;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A new password for who has lost his. */
@Controller
@ConditionalOnWebApplication
class ResetController {
    private static final CodePlace CODE = new CodePlace(CodePurpose.RESET, "/reset", "/reset");

    private final Resets resets;
    private final PasswordWords passwords;
    private final CodePages codes;
    private final SignInAnswers answers;
    private final PrivatePages pages;

    ResetController(
            Resets resets, PasswordWords passwords, CodePages codes, SignInAnswers answers, PrivatePages pages) {
        this.resets = resets;
        this.passwords = passwords;
        this.codes = codes;
        this.answers = answers;
        this.pages = pages;
    }

    @GetMapping("/reset")
    ResponseEntity<String> form(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Visitor visitor,
            CsrfToken csrf) {
        return show(FormAnswer.FRESH, email, Continuation.of(continueTo), csrf);
    }

    /** Mails a code; from the first page, or again from the page of the code. */
    @PostMapping("/reset")
    ResponseEntity<String> send(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Visitor visitor,
            CsrfToken csrf) {
        String path = Continuation.of(continueTo);
        return codes.mailTo(
                EmailAddress.of(email),
                CODE,
                path,
                to -> resets.send(to, path, Texts.current().language(), visitor),
                wrong -> show(wrong, email, path, csrf));
    }

    private ResponseEntity<String> show(FormAnswer answer, String email, String continueTo, CsrfToken csrf) {
        return pages.form(
                answer,
                Page.of(Texts.current().get("reset.title")).at("/reset"),
                "reset.jte",
                csrf,
                Map.of("email", email, "continueTo", continueTo));
    }

    @GetMapping("/reset/code")
    ResponseEntity<String> codeForm(TypedCode code) {
        return codes.show(CODE, FormAnswer.FRESH, code);
    }

    @PostMapping("/reset/code")
    ResponseEntity<String> withCode(TypedCode code) {
        return answers.answer(
                () -> resets.open(code.id(), code.typed(), code.visitor()),
                code.exchange(),
                wrong -> codes.show(CODE, wrong, code));
    }

    @GetMapping("/reset/password")
    ResponseEntity<String> passwordForm(@RequestParam UUID login, Visitor visitor, CsrfToken csrf) {
        return showPassword(FormAnswer.FRESH, login, visitor, csrf);
    }

    @PostMapping("/reset/password")
    ResponseEntity<String> setPassword(
            @RequestParam UUID login,
            @RequestParam(defaultValue = "") String password,
            Visitor visitor,
            CsrfToken csrf) {
        Texts t = Texts.current();
        Optional<OpenLogin> reset = resets.ready(login, visitor);
        Optional<Account> account = reset.flatMap(resets::account);
        if (account.isEmpty()) {
            return showPassword(FormAnswer.FRESH, login, visitor, csrf);
        }
        Optional<String> complaint = passwords.complaint(
                password,
                List.of(account.get().email().text(), account.get().displayName()),
                reset.get().hasSecondFactor());
        if (complaint.isPresent()) {
            return showPassword(FormAnswer.wrong(complaint.get()), login, visitor, csrf);
        }
        try {
            return resets.finish(reset.get(), password, visitor)
                    ? pages.goTo(Continuation.carriedBy(
                            "/login?notice=reset", reset.get().continueTo()))
                    : showPassword(FormAnswer.FRESH, login, visitor, csrf);
        } catch (Problem problem) {
            return showPassword(FormAnswer.of(problem, t), login, visitor, csrf);
        }
    }

    private ResponseEntity<String> showPassword(FormAnswer answer, UUID login, Visitor visitor, CsrfToken csrf) {
        Texts t = Texts.current();
        Optional<OpenLogin> reset = resets.ready(login, visitor);
        FormAnswer shown = reset.isEmpty() ? FormAnswer.wrong(t.get("signin.refused.over")) : answer;
        return pages.form(
                shown,
                Page.of(t.get("reset.new.title")).at("/reset"),
                "new-password.jte",
                csrf,
                Map.of(
                        "id",
                        login,
                        "usable",
                        reset.isPresent(),
                        "email",
                        reset.flatMap(resets::account)
                                .map(account -> account.email().text())
                                .orElse(""),
                        "rules",
                        passwords.rules(reset.map(OpenLogin::hasSecondFactor).orElse(false))));
    }
}
