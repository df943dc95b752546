package dev.waymark.identity.factors;

/** What became of a code that somebody typed. */
public enum Verdict {
    RIGHT,
    WRONG,
    /** After a hundred failures in a row this authenticator is off, until its owner has shown in another way who he is. */
    BLOCKED
}
