package dev.waymark.identity.factors;

import java.util.Locale;

/** What somebody can show beside a password or a mailed code. */
public enum Factor {
    TOTP,
    PASSKEY,
    RECOVERY_CODE;

    /** As it is stored and published. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for what is no {@link #title()} */
    static Factor of(String title) {
        return valueOf(title.toUpperCase(Locale.ROOT));
    }

    /** Which of the two that are typed a form is about: a recovery code when it says so, else the code of an authenticator app. */
    public static Factor ofTyped(String title) {
        return title.equals(RECOVERY_CODE.title()) ? RECOVERY_CODE : TOTP;
    }
}
