package dev.waymark.identity.codes;

import java.time.Duration;
import java.util.Locale;

/** What a mailed code is for: it is good for nothing else. */
public enum CodePurpose {
    SIGN_UP(Duration.ofMinutes(15)),
    LOGIN(Duration.ofMinutes(3)),
    RESET(Duration.ofMinutes(3)),
    /** Who is signed in shows once more who he is. */
    REAUTHENTICATION(Duration.ofMinutes(3)),
    ADDRESS_CHANGE(Duration.ofMinutes(15));

    private final Duration life;

    CodePurpose(Duration life) {
        this.life = life;
    }

    Duration life() {
        return life;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
