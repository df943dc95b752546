package dev.waymark.identity.mail;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every mail that is sent. Its words are in {@code texts/mails_*.properties} below its title. Beside what is named here, all mails to
 * the owner of an account may have {@code name} (how to call him), and all may have {@code when} (ISO 8601), {@code device} and
 * {@code address} (the IP address) of what they tell of.
 */
public enum MailKind {
    /** With {@code code}. */
    SIGN_UP_CODE(To.ANYBODY, null, "code"),
    /** Somebody wanted to sign up with an address that has an account. */
    SIGN_UP_KNOWN(To.ANYBODY, "/account"),
    /** With {@code code}. */
    LOGIN_CODE(To.OWNER, null, "code"),
    /** Somebody wanted to sign in, or to have a new password, with an address that has no account. */
    NO_ACCOUNT(To.ANYBODY, "/sign-up"),
    /** With {@code code}. */
    RESET_CODE(To.OWNER, null, "code"),
    /** With {@code code}, to the new address. */
    ADDRESS_CODE(To.ANYBODY, null, "code"),
    /** Somebody wanted to give this address to his account, and it has one. */
    ADDRESS_KNOWN(To.ANYBODY, "/account"),
    /** To the old address, with {@code newAddress} and {@code link}, by which it is undone. */
    ADDRESS_CHANGED(To.OWNER, Words.LINK, "newAddress"),
    ADDRESS_RESTORED(To.OWNER, "/account/security"),
    PASSWORD_CHANGED(To.OWNER, "/reset"),
    PASSWORD_RESET(To.OWNER, "/account/security"),
    /** With {@code factor}. */
    FACTOR_ADDED(To.OWNER, "/account/security", "factor"),
    /** With {@code factor}. */
    FACTOR_REMOVED(To.OWNER, "/account/security", "factor"),
    RECOVERY_CODES_MADE(To.OWNER, "/account/security"),
    /** With {@code left}. */
    RECOVERY_CODE_USED(To.OWNER, "/account/security", "left"),
    /** With {@code device} and {@code address}. */
    NEW_DEVICE(To.OWNER, "/account/security"),
    SESSIONS_ENDED(To.OWNER, "/account/security"),
    /** With {@code day}. */
    DELETION_REQUESTED(To.OWNER, "/account", "day"),
    DELETION_CANCELLED(To.OWNER, "/account"),
    DELETED(To.OWNER, null),
    DISABLED(To.OWNER, null),
    ENABLED(To.OWNER, "/account"),
    /** How somebody who cannot sign in gets back in; the staff sends it. */
    RECOVERY_HELP(To.OWNER, "/reset");

    /** Whom it is for. */
    private enum To {
        /** Who owns the account that it is about. */
        OWNER,
        /** Whoever reads mail to an address that somebody typed: no words of others must reach him in a mail of ours. */
        ANYBODY
    }

    private static final Duration PATIENCE = Duration.ofHours(24);
    /** No longer than the code in it. */
    private static final Duration CODE_PATIENCE = Duration.ofMinutes(15);

    private final To to;
    private final @Nullable String button;
    private final List<String> arguments;

    /**
     * @param button the path that its button leads to, or {@link Words#LINK}; null without a button
     * @param arguments the values that its words number from 0
     */
    MailKind(To to, @Nullable String button, String... arguments) {
        this.to = to;
        this.button = button;
        this.arguments = List.of(arguments);
    }

    /** As it is stored. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MailKind of(String title) {
        return valueOf(title.toUpperCase(Locale.ROOT));
    }

    boolean isByName() {
        return to == To.OWNER;
    }

    @Nullable
    String button() {
        return button;
    }

    List<String> arguments() {
        return arguments;
    }

    boolean hasCode() {
        return arguments.contains(Words.CODE);
    }

    /** The names of the values that it cannot do without. */
    List<String> needed() {
        return Words.LINK.equals(button)
                ? Stream.concat(arguments.stream(), Stream.of(Words.LINK)).toList()
                : arguments;
    }

    /** After which time it is of no use any more. */
    Duration goodFor() {
        return hasCode() ? CODE_PATIENCE : PATIENCE;
    }
}
