package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.DisplayName;
import dev.waymark.identity.accounts.EmailAddress;
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
    private final PrivatePages pages;

    SignUpController(SignUps signUps, PasswordWords passwords, CodePages codes, PrivatePages pages) {
        this.signUps = signUps;
        this.passwords = passwords;
        this.codes = codes;
        this.pages = pages;
    }

    @GetMapping("/sign-up")
    ResponseEntity<String> form(AddressForm form) {
        return show(FormAnswer.FRESH, form.with(""), "");
    }

    @PostMapping("/sign-up")
    ResponseEntity<String> begin(
            AddressForm form,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password) {
        Texts t = Texts.current();
        Optional<EmailAddress> address = form.address();
        if (address.isEmpty()) {
            return show(FormAnswer.wrong(t.get("form.email")), form, name);
        }
        Optional<String> shownName = DisplayName.of(name);
        if (shownName.isEmpty()) {
            return show(FormAnswer.wrong(t.get("form.name", DisplayName.MOST_CHARACTERS)), form, name);
        }
        try {
            // Before the password is looked at, which takes its time too.
            signUps.admit(form.visitor());
            Optional<String> complaint = passwords.complaint(password, List.of(form.email(), shownName.get()), false);
            if (complaint.isPresent()) {
                return show(FormAnswer.wrong(complaint.get()), form, name);
            }
            UUID code = signUps.begin(
                    address.get(), password, shownName.get(), form.continueTo(), t.language(), form.visitor());
            return codes.goTo(CODE, code, form.continueTo());
        } catch (Problem problem) {
            return show(FormAnswer.of(problem, t), form, name);
        }
    }

    private ResponseEntity<String> show(FormAnswer answer, AddressForm form, String name) {
        Texts t = Texts.current();
        return pages.form(
                answer,
                Page.of(t.get("signup.title")).at("/sign-up"),
                "sign-up.jte",
                form.exchange().csrf(),
                Map.of(
                        "email",
                        form.email(),
                        "name",
                        name,
                        PrivatePages.CONTINUE_TO,
                        form.continueTo(),
                        "rules",
                        passwords.rules(false)));
    }

    @GetMapping("/sign-up/code")
    ResponseEntity<String> codeForm(TypedCode code) {
        return codes.show(CODE, code);
    }

    @PostMapping("/sign-up/code")
    ResponseEntity<String> finish(TypedCode code) {
        return codes.answer(CODE, code, () -> signUps.finish(code.id(), code.typed(), code.visitor()));
    }

    /** Mails another code in place of one that did not come. */
    @PostMapping("/sign-up/code/send")
    ResponseEntity<String> again(TypedCode code) {
        Texts t = Texts.current();
        try {
            return signUps.sendAgain(code.id(), t.language(), code.visitor())
                    .map(sent -> codes.goTo(CODE, sent, code.continueTo()))
                    .orElseGet(() -> codes.show(CODE, code));
        } catch (Problem problem) {
            return codes.show(CODE, FormAnswer.of(problem, t), code);
        }
    }
}
