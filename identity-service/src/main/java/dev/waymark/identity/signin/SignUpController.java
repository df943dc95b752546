package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.DisplayName;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Exchange;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
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
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Signing up. */
@Controller
@ConditionalOnWebApplication
class SignUpController {
    private static final CodePlace CODE = new CodePlace(CodePurpose.SIGN_UP, "/sign-up", "/sign-up/code/send");

    private final SignUps signUps;
    private final PasswordWords passwords;
    private final CodePages codes;
    private final SignInAnswers answers;
    private final PrivatePages pages;

    SignUpController(
            SignUps signUps, PasswordWords passwords, CodePages codes, SignInAnswers answers, PrivatePages pages) {
        this.signUps = signUps;
        this.passwords = passwords;
        this.codes = codes;
        this.answers = answers;
        this.pages = pages;
    }

    @GetMapping("/sign-up")
    ResponseEntity<String> form(
            @RequestParam(name = "continue", required = false) @Nullable String continueTo, Exchange exchange) {
        return show(FormAnswer.FRESH, "", "", Continuation.of(continueTo), exchange);
    }

    @PostMapping("/sign-up")
    ResponseEntity<String> begin(
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(name = "continue", required = false) @Nullable String continueTo,
            Exchange exchange) {
        Texts t = Texts.current();
        String path = Continuation.of(continueTo);
        Optional<EmailAddress> address = EmailAddress.of(email);
        if (address.isEmpty()) {
            return show(FormAnswer.wrong(t.get("form.email")), email, name, path, exchange);
        }
        Optional<String> shownName = DisplayName.of(name);
        if (shownName.isEmpty()) {
            return show(FormAnswer.wrong(t.get("form.name", DisplayName.MOST_CHARACTERS)), email, name, path, exchange);
        }
        try {
            // Before the password is looked at, which takes its time too.
            signUps.admit(exchange.visitor());
            Optional<String> complaint = passwords.complaint(password, List.of(email, shownName.get()), false);
            if (complaint.isPresent()) {
                return show(FormAnswer.wrong(complaint.get()), email, name, path, exchange);
            }
            UUID code = signUps.begin(address.get(), password, shownName.get(), path, t.language(), exchange.visitor());
            return codes.goTo(CODE, code, path);
        } catch (Problem problem) {
            return show(FormAnswer.of(problem, t), email, name, path, exchange);
        }
    }

    private ResponseEntity<String> show(
            FormAnswer answer, String email, String name, String continueTo, Exchange exchange) {
        Texts t = Texts.current();
        return pages.form(
                answer,
                Page.of(t.get("signup.title")).at("/sign-up"),
                "sign-up.jte",
                exchange.csrf(),
                Map.of(
                        "email", email,
                        "name", name,
                        "continueTo", continueTo,
                        "rules", passwords.rules(false)));
    }

    @GetMapping("/sign-up/code")
    ResponseEntity<String> codeForm(TypedCode code) {
        return codes.show(CODE, FormAnswer.FRESH, code);
    }

    @PostMapping("/sign-up/code")
    ResponseEntity<String> finish(TypedCode code) {
        return answers.answer(
                () -> signUps.finish(code.id(), code.typed(), code.visitor()),
                code.exchange(),
                wrong -> codes.show(CODE, wrong, code));
    }

    /** Mails another code in place of one that did not come. */
    @PostMapping("/sign-up/code/send")
    ResponseEntity<String> again(TypedCode code) {
        Texts t = Texts.current();
        try {
            return signUps.sendAgain(code.id(), t.language(), code.visitor())
                    .map(sent -> codes.goTo(CODE, sent, code.continueTo()))
                    .orElseGet(() -> codes.show(CODE, FormAnswer.FRESH, code));
        } catch (Problem problem) {
            return codes.show(CODE, FormAnswer.of(problem, t), code);
        }
    }
}
