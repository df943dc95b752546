package dev.waymark.identity.signin;

import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.codes.Codes;
import dev.waymark.identity.codes.RightCode;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What comes of a mailed code that was typed by somebody who is not signed in. */
@Component
class CodeAttempts {
    private final Codes codes;
    private final Limits limits;
    private final TransactionTemplate transaction;

    CodeAttempts(Codes codes, Limits limits, TransactionTemplate transaction) {
        this.codes = codes;
        this.limits = limits;
        this.transaction = transaction;
    }

    /**
     * @param right what a right code brings about, in one transaction; it has to use the code up
     * @throws dev.waymark.platform.web.Problem 429 after too many failures
     */
    SignIn attempt(UUID id, CodePurpose purpose, String typed, Visitor visitor, Function<RightCode, SignIn> right) {
        return attempt(id, purpose, typed, visitor, right, () -> {});
    }

    /** @param failed what else is done about a wrong code */
    SignIn attempt(
            UUID id,
            CodePurpose purpose,
            String typed,
            Visitor visitor,
            Function<RightCode, SignIn> right,
            Runnable failed) {
        limits.take(Limit.FAILED_LOGIN_BY_ADDRESS, visitor.address());
        Optional<RightCode> code = codes.attempt(id, purpose, visitor, typed);
        if (code.isEmpty()) {
            failed.run();
            return SignIn.refused(
                    codes.open(id, purpose, visitor).isPresent() ? SignIn.Reason.WRONG_CODE : SignIn.Reason.OVER);
        }
        limits.giveBack(Limit.FAILED_LOGIN_BY_ADDRESS, visitor.address());
        SignIn outcome = transaction.execute(_ -> right.apply(code.get()));
        return outcome;
    }
}
