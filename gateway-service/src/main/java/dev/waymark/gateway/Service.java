package dev.waymark.gateway;

/** The services behind the gateway. */
enum Service {
    IDENTITY("identity-service", "IDENTITY_URL", true),
    ORGANIZATION("organization-service", "ORGANIZATION_URL", false),
    SEARCH("search-indexer", "SEARCH_INDEXER_URL", false),
    BILLING("billing-service", "BILLING_URL", false);

    private final String title;
    private final String setting;
    private final boolean setsCookies;

    Service(String title, String setting, boolean setsCookies) {
        this.title = title;
        this.setting = setting;
        this.setsCookies = setsCookies;
    }

    /** The name of its module, of its circuit breaker and in the table of paths. */
    String title() {
        return title;
    }

    /** The setting that holds its address. */
    String setting() {
        return setting;
    }

    /** Whether its answers may set cookies; those of the others stay the same for everybody. */
    boolean setsCookies() {
        return setsCookies;
    }
}
