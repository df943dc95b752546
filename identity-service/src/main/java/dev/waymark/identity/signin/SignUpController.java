package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.DisplayName;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.codes.Codes;
import dev.waymark.identity.passwords.PasswordWords;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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

/** Signing up. */
@Controller
@ConditionalOnWebApplication
class SignUpController {
    private final SignUps signUps;
    private final PasswordWords passwords;
    private final Codes codes;
    private final SignInAnswers answers;
    private final PrivatePages pages;

    SignUpController(SignUps signUps, PasswordWords passwords, Codes codes, SignInAnswers answers, PrivatePages pages) {
        this.signUps = signUps;
        this.passwords = passwords;
        this.codes = codes;
        this.answers = answers;
        this.pages = pages;
    }

    @GetMapping("/sign-up")
    ResponseEntity<String> form(
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Visitor visitor,
            CsrfToken csrf) {
        return show(FormAnswer.FRESH, "", "", Continuation.of(continueTo), csrf);
    }

    @PostMapping("/sign-up")
    ResponseEntity<String> begin(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Visitor visitor,
            CsrfToken csrf) {
        Texts t = Texts.current();
        String path = Continuation.of(continueTo);
        Optional<EmailAddress> address = EmailAddress.of(email);
        if (address.isEmpty()) {
            return show(FormAnswer.wrong(t.get("form.email")), email, name, path, csrf);
        }
        Optional<String> shownName = DisplayName.of(name);
        if (shownName.isEmpty()) {
            return show(FormAnswer.wrong(t.get("form.name", DisplayName.MOST_CHARACTERS)), email, name, path, csrf);
        }
        try {
            // Before the password is looked at, which takes its time too.
            signUps.admit(visitor);
            Optional<String> complaint = passwords.complaint(password, List.of(email, shownName.get()), false);
            if (complaint.isPresent()) {
                return show(FormAnswer.wrong(complaint.get()), email, name, path, csrf);
            }
            UUID code = signUps.begin(address.get(), password, shownName.get(), path, t.language(), visitor);
            return pages.goTo(Continuation.carriedBy("/sign-up/code?code=" + code, path));
        } catch (Problem problem) {
            return show(FormAnswer.of(problem, t), email, name, path, csrf);
        }
    }

    private ResponseEntity<String> show(
            FormAnswer answer, String email, String name, String continueTo, CsrfToken csrf) {
        Texts t = Texts.current();
        return pages.form(
                answer,
                Page.of(t.get("signup.title")).at("/sign-up"),
                "sign-up.jte",
                csrf,
                Map.of(
                        "email", email,
                        "name", name,
                        "continueTo", continueTo,
                        "rules", passwords.rules(false)));
    }

    @GetMapping("/sign-up/code")
    ResponseEntity<String> codeForm(
            @RequestParam(name = "code") UUID id,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Visitor visitor,
            CsrfToken csrf) {
        return showCode(FormAnswer.FRESH, id, Continuation.of(continueTo), visitor, csrf);
    }

    @PostMapping("/sign-up/code")
    ResponseEntity<String> finish(
            @RequestParam(name = "code") UUID id,
            @RequestParam(defaultValue = "") String typed,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Visitor visitor,
            HttpServletRequest request,
            HttpServletResponse response,
            CsrfToken csrf) {
        String path = Continuation.of(continueTo);
        return answers.answer(
                () -> signUps.finish(id, typed, visitor),
                visitor,
                request,
                response,
                wrong -> showCode(wrong, id, path, visitor, csrf));
    }

    /** Mails another code in place of one that did not come. */
    @PostMapping("/sign-up/code/send")
    ResponseEntity<String> again(
            @RequestParam(name = "code") UUID id,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Visitor visitor,
            CsrfToken csrf) {
        Texts t = Texts.current();
        String path = Continuation.of(continueTo);
        try {
            return signUps.sendAgain(id, t.language(), visitor)
                    .map(code -> pages.goTo(Continuation.carriedBy("/sign-up/code?code=" + code, path)))
                    .orElseGet(() -> showCode(FormAnswer.FRESH, id, path, visitor, csrf));
        } catch (Problem problem) {
            return showCode(FormAnswer.of(problem, t), id, path, visitor, csrf);
        }
    }

    private ResponseEntity<String> showCode(
            FormAnswer answer, UUID id, String continueTo, Visitor visitor, CsrfToken csrf) {
        return pages.form(
                answer,
                Page.of(Texts.current().get("code.title")).at("/sign-up"),
                "code.jte",
                csrf,
                CodeForm.model(
                        id,
                        codes.open(id, CodePurpose.SIGN_UP, visitor),
                        "/sign-up/code",
                        "/sign-up/code/send",
                        "/sign-up",
                        continueTo));
    }
}
