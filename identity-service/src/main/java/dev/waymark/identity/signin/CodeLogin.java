package dev.waymark.identity.signin;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.codes.CodePurpose;
import dev.waymark.identity.codes.Codes;
import dev.waymark.identity.codes.RightCode;
import dev.waymark.identity.limits.Limit;
import dev.waymark.identity.limits.Limits;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.platform.pages.Language;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The first factor is a code that was mailed. An address without an account gets a mail as well, without a code. */
@Component
class CodeLogin {
    private static final String CONTINUE = "continue";

    private final boolean enabled;
    private final Accounts accounts;
    private final Codes codes;
    private final CodeAttempts attempts;
    private final FailedLogins failed;
    private final Limits limits;
    private final Logins logins;

    CodeLogin(
            @Value("${CODE_LOGIN}") boolean enabled,
            Accounts accounts,
            Codes codes,
            CodeAttempts attempts,
            FailedLogins failed,
            Limits limits,
            Logins logins) {
        this.enabled = enabled;
        this.accounts = accounts;
        this.codes = codes;
        this.attempts = attempts;
        this.failed = failed;
        this.limits = limits;
        this.logins = logins;
    }

    /** Whether the operator lets people sign in this way. */
    boolean isEnabled() {
        return enabled;
    }

    /** @return what the code is shown with */
    @Transactional
    public UUID send(EmailAddress email, String continueTo, Language language, Visitor visitor) {
        limits.take(Limit.LOGIN_BY_ADDRESS, visitor.address());
        Account account = accounts.byEmail(email).orElse(null);
        return codes.send(
                CodePurpose.LOGIN,
                account == null ? MailKind.NO_ACCOUNT : MailKind.LOGIN_CODE,
                email,
                account,
                account != null,
                account == null ? language : account.language(),
                Map.of(CONTINUE, continueTo),
                visitor);
    }

    SignIn signIn(UUID id, String typed, Visitor visitor) {
        return attempts.attempt(
                id,
                CodePurpose.LOGIN,
                typed,
                visitor,
                code -> use(code, visitor),
                () -> failed.note(null, SignInMethod.EMAILED_CODE, visitor));
    }

    private SignIn use(RightCode code, Visitor visitor) {
        @Nullable UUID id = code.account();
        Account account =
                id == null ? null : accounts.byId(id).filter(code::isFor).orElse(null);
        if (account == null || !codes.use(code)) {
            return SignIn.refused(SignIn.Reason.OVER);
        }
        return logins.begin(
                account,
                SignInMethod.EMAILED_CODE,
                Continuation.of(code.details().get(CONTINUE)),
                visitor);
    }
}
