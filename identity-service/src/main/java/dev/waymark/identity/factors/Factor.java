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
}
