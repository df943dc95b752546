package dev.waymark.identity.mail;

import java.util.Locale;

/** Every mail that is sent. Its words are in {@code texts/mails_*.properties} below its title. */
public enum MailKind {
    /** With {@code code}. */
    SIGN_UP_CODE,
    /** Somebody wanted to sign up with an address that has an account. */
    SIGN_UP_KNOWN,
    /** With {@code code}. */
    LOGIN_CODE,
    /** Somebody wanted to sign in, or to have a new password, with an address that has no account. */
    NO_ACCOUNT,
    /** With {@code code}. */
    RESET_CODE,
    /** With {@code code}, to the new address. */
    ADDRESS_CODE,
    /** Somebody wanted to give this address to his account, and it has one. */
    ADDRESS_KNOWN,
    /** To the old address, with {@code newAddress} and {@code link}, by which it is undone. */
    ADDRESS_CHANGED,
    ADDRESS_RESTORED,
    PASSWORD_CHANGED,
    PASSWORD_RESET,
    /** With {@code factor}. */
    FACTOR_ADDED,
    /** With {@code factor}. */
    FACTOR_REMOVED,
    RECOVERY_CODES_MADE,
    /** With {@code left}. */
    RECOVERY_CODE_USED,
    /** With {@code device} and {@code address}. */
    NEW_DEVICE,
    SESSIONS_ENDED,
    /** With {@code day}. */
    DELETION_REQUESTED,
    DELETION_CANCELLED,
    DELETED,
    DISABLED,
    ENABLED;

    /** As it is stored. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
