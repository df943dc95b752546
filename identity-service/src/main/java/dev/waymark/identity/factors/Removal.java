package dev.waymark.identity.factors;

/** What became of the wish to remove a factor. */
public enum Removal {
    REMOVED,
    /** There is none such, any more. */
    GONE,
    /** Nobody could sign in to the account without it. */
    LAST_WAY_IN
}
