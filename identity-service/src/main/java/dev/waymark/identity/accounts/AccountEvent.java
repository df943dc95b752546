package dev.waymark.identity.accounts;

import java.util.Locale;

/** What can happen to an account. All of it is in the audit log; what other services need to know is published as well. */
public enum AccountEvent {
    REGISTERED(Told.WITH_STATE),
    VERIFIED(Told.AS_EVENT),
    SIGNED_IN(Told.NOBODY),
    SIGN_IN_FAILED(Told.NOBODY),
    REAUTHENTICATED(Told.NOBODY),
    SESSIONS_ENDED(Told.AS_EVENT),
    PASSWORD_CHANGED(Told.AS_EVENT),
    PASSWORD_RESET(Told.AS_EVENT),
    ADDRESS_CHANGED(Told.AS_EVENT),
    PROFILE_CHANGED(Told.NOBODY),
    FACTOR_ADDED(Told.AS_EVENT),
    FACTOR_RENAMED(Told.NOBODY),
    FACTOR_REMOVED(Told.AS_EVENT),
    FACTOR_BLOCKED(Told.NOBODY),
    RECOVERY_CODES_MADE(Told.NOBODY),
    RECOVERY_CODE_USED(Told.NOBODY),
    BROWSER_TRUSTED(Told.NOBODY),
    TRUST_ENDED(Told.NOBODY),
    ROLES_CHANGED(Told.WITH_STATE),
    DISABLED(Told.WITH_STATE),
    ENABLED(Told.WITH_STATE),
    DATA_REQUESTED(Told.AS_EVENT),
    DELETION_REQUESTED(Told.NOBODY),
    DELETION_CANCELLED(Told.NOBODY),
    DELETED(Told.WITH_STATE),
    LOOKED_AT(Told.NOBODY),
    /** In the trail of who has searched. */
    ACCOUNTS_SEARCHED(Told.NOBODY),
    RECOVERY_HELP_SENT(Told.NOBODY),
    CLIENT_AUTHORIZED(Told.NOBODY),
    CLIENT_WITHDRAWN(Told.NOBODY),
    CLIENT_MANAGED(Told.NOBODY),
    TOKEN_REUSED(Told.NOBODY);

    /** Who learns of it over Kafka. */
    enum Told {
        NOBODY,
        AS_EVENT,
        WITH_STATE
    }

    private final Told told;

    AccountEvent(Told told) {
        this.told = told;
    }

    boolean isPublished() {
        return told != Told.NOBODY;
    }

    boolean changesState() {
        return told == Told.WITH_STATE;
    }

    /** As the audit log has it; published events have {@code account.} before it. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
