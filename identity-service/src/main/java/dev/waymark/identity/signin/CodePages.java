package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.FormAnswer;
import dev.waymark.identity.browser.PrivatePages;
import dev.waymark.identity.codes.Codes;
import dev.waymark.identity.codes.OpenCode;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Texts;
import dev.waymark.platform.web.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The page on which a mailed code is typed, and the way to it. It is the same whether the mail holds a code or not. */
@Component
public class CodePages {
    private final Codes codes;
    private final SignInAnswers answers;
    private final PrivatePages pages;

    CodePages(Codes codes, SignInAnswers answers, PrivatePages pages) {
        this.codes = codes;
        this.answers = answers;
        this.pages = pages;
    }

    /** As it is first shown. */
    public ResponseEntity<String> show(CodePlace place, TypedCode code) {
        return show(place, FormAnswer.FRESH, code);
    }

    /** Asks for the code; when it is used up or has expired, there is only a way to a new one. */
    public ResponseEntity<String> show(CodePlace place, FormAnswer answer, TypedCode code) {
        Optional<OpenCode> open = codes.open(code.id(), place.purpose(), code.visitor());
        return pages.form(
                answer,
                Page.of(Texts.current().get("code.title")).at(place.begin()),
                "code.jte",
                code.exchange().csrf(),
                Map.of(
                        "id",
                        code.id(),
                        "email",
                        open.map(OpenCode::email).orElse(""),
                        "usable",
                        open.isPresent(),
                        "action",
                        place.page(),
                        "resend",
                        place.resend(),
                        "restart",
                        place.begin(),
                        PrivatePages.CONTINUE_TO,
                        code.continueTo()));
    }

    /** Answers an attempt to sign in with the code. */
    ResponseEntity<String> answer(CodePlace place, TypedCode code, Supplier<SignIn> attempt) {
        return answers.answer(attempt, code.exchange(), wrong -> show(place, wrong, code));
    }

    /** Goes to where the code is typed that was mailed. */
    ResponseEntity<String> goTo(CodePlace place, UUID code, String continueTo) {
        return pages.goTo(Continuation.carriedBy(place.page() + "?code=" + code, continueTo));
    }

    /**
     * Mails a code, and goes to where it is typed.
     *
     * @param mail gives what the code is shown with
     * @param again shows the form that asked, with what was wrong
     */
    ResponseEntity<String> mail(
            CodePlace place,
            String continueTo,
            Supplier<UUID> mail,
            Function<FormAnswer, ResponseEntity<String>> again) {
        try {
            return goTo(place, mail.get(), continueTo);
        } catch (Problem problem) {
            return again.apply(FormAnswer.of(problem, Texts.current()));
        }
    }

    /** As {@link #mail}, to an address that was typed. */
    ResponseEntity<String> mailTo(
            CodePlace place,
            AddressForm form,
            Function<EmailAddress, UUID> mail,
            Function<FormAnswer, ResponseEntity<String>> again) {
        return form.address()
                .map(address -> mail(place, form.continueTo(), () -> mail.apply(address), again))
                .orElseGet(() -> again.apply(FormAnswer.wrong(Texts.current().get("form.email"))));
    }
}
