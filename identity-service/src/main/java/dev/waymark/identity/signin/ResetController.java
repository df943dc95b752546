package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.Account;
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
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.ResponseEntity;
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
    private final PrivatePages pages;

    ResetController(Resets resets, PasswordWords passwords, CodePages codes, PrivatePages pages) {
        this.resets = resets;
        this.passwords = passwords;
        this.codes = codes;
        this.pages = pages;
    }

    @GetMapping("/reset")
    ResponseEntity<String> form(AddressForm form) {
        return show(FormAnswer.FRESH, form);
    }

    /** Mails a code; from the first page, or again from the page of the code. */
    @PostMapping("/reset")
    ResponseEntity<String> send(AddressForm form) {
        return codes.mailTo(
                CODE,
                form,
                to -> resets.send(to, form.continueTo(), Texts.current().language(), form.visitor()),
                wrong -> show(wrong, form));
    }

    private ResponseEntity<String> show(FormAnswer answer, AddressForm form) {
        return pages.form(
                answer,
                Page.of(Texts.current().get("reset.title")).at("/reset"),
                "reset.jte",
                form.exchange().csrf(),
                Map.of("email", form.email(), PrivatePages.CONTINUE_TO, form.continueTo()));
    }

    @GetMapping("/reset/code")
    ResponseEntity<String> codeForm(TypedCode code) {
        return codes.show(CODE, code);
    }

    @PostMapping("/reset/code")
    ResponseEntity<String> withCode(TypedCode code) {
        return codes.answer(CODE, code, () -> resets.open(code.id(), code.typed(), code.visitor()));
    }

    @GetMapping("/reset/password")
    ResponseEntity<String> passwordForm(@RequestParam UUID login, Exchange exchange) {
        return showPassword(FormAnswer.FRESH, login, exchange);
    }

    @PostMapping("/reset/password")
    ResponseEntity<String> setPassword(
            @RequestParam UUID login, @RequestParam(defaultValue = "") String password, Exchange exchange) {
        Texts t = Texts.current();
        Optional<OpenLogin> reset = resets.ready(login, exchange.visitor());
        Optional<Account> account = reset.flatMap(resets::account);
        if (account.isEmpty()) {
            return showPassword(FormAnswer.FRESH, login, exchange);
        }
        Optional<String> complaint = passwords.complaint(
                password,
                List.of(account.get().email().text(), account.get().displayName()),
                reset.get().hasSecondFactor());
        if (complaint.isPresent()) {
            return showPassword(FormAnswer.wrong(complaint.get()), login, exchange);
        }
        try {
            return resets.finish(reset.get(), password, exchange.visitor())
                    ? pages.goTo(Continuation.carriedBy(
                            "/login?notice=reset", reset.get().continueTo()))
                    : showPassword(FormAnswer.FRESH, login, exchange);
        } catch (Problem problem) {
            return showPassword(FormAnswer.of(problem, t), login, exchange);
        }
    }

    private ResponseEntity<String> showPassword(FormAnswer answer, UUID login, Exchange exchange) {
        Texts t = Texts.current();
        Optional<OpenLogin> reset = resets.ready(login, exchange.visitor());
        FormAnswer shown = reset.isEmpty() ? FormAnswer.wrong(t.get("signin.refused.over")) : answer;
        return pages.form(
                shown,
                Page.of(t.get("reset.new.title")).at("/reset"),
                "new-password.jte",
                exchange.csrf(),
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
