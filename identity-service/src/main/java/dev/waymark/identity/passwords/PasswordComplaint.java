package dev.waymark.identity.passwords;

/** Why a password is not taken. */
public enum PasswordComplaint {
    TOO_SHORT,
    TOO_LONG,
    /** On the list of common and breached passwords, or as easy to guess. */
    COMMON,
    /** Made of what is known of its owner or of the site. */
    PERSONAL
}
