package dev.waymark.identity.codes;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.EmailAddress;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A code that was typed and is right. It takes effect for whoever uses it first.
 *
 * @param email where it went
 * @param account whose it is; null for {@link CodePurpose#SIGN_UP}
 * @param details what was to be remembered until now
 */
public record RightCode(UUID id, String email, @Nullable UUID account, Map<String, String> details) {
    public RightCode {
        details = Map.copyOf(details);
    }

    /** Whether it went to the address that the account has now. */
    public boolean isFor(Account account) {
        return EmailAddress.of(email)
                .filter(address -> address.key().equals(account.email().key()))
                .isPresent();
    }
}
