package dev.waymark.identity.passwords;

import dev.waymark.platform.pages.Texts;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What is said to people about passwords, in their language. */
@Component
public class PasswordWords {
    private final Passwords passwords;

    PasswordWords(Passwords passwords) {
        this.passwords = passwords;
    }

    /**
     * @param personal what is known of the owner
     * @param besideSecondFactor whether the account has a second factor
     * @return why the password is not taken; empty when it is
     */
    public Optional<String> complaint(String password, Collection<String> personal, boolean besideSecondFactor) {
        return passwords
                .complaint(password, personal)
                .map(complaint -> Texts.current()
                        .get(
                                "password.refused." + complaint.name().toLowerCase(Locale.ROOT),
                                passwords.least(besideSecondFactor),
                                passwords.most()));
    }

    /** What a new password must be like, in a sentence. */
    public String rules(boolean besideSecondFactor) {
        return Texts.current().get("password.rules", passwords.least(besideSecondFactor), passwords.most());
    }
}
