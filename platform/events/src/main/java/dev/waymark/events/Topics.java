package dev.waymark.events;

/** Names of the topics within a site; on the broker each has the site's name and a dot before it. */
public final class Topics {
    /** Compacted; key: organisation id; value: {@link OrganizationState}, or a tombstone after a deletion. */
    public static final String ORGANIZATION_STATE = "organization.state";
    /** Kept for 30 days; key: organisation id; value: {@link OrganizationChanged}. */
    public static final String ORGANIZATION_EVENTS = "organization.events";
    /** Compacted; key: account id; value: {@link AccountState}, or a tombstone after a deletion. */
    public static final String ACCOUNT_STATE = "account.state";
    /** Kept for 30 days; key: account id; value: {@link AccountChanged}. */
    public static final String ACCOUNT_EVENTS = "account.events";

    private Topics() {}
}
