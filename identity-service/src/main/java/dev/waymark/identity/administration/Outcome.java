package dev.waymark.identity.administration;

import java.util.Locale;

/** What became of an act of administration. */
public enum Outcome {
    DONE,
    /** It was so already. */
    UNCHANGED,
    /** There is no such account, session or factor any more. */
    GONE,
    /** Nobody does this to his own account here. */
    OWN_ACCOUNT,
    /** Only an administrator may do this. */
    ADMINISTRATORS_ONLY,
    /** Somebody must be able to give roles to others. */
    LAST_ADMINISTRATOR;

    /** As its words are called. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isRefusal() {
        return this != DONE && this != UNCHANGED;
    }
}
