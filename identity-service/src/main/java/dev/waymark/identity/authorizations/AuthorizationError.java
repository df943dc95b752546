package dev.waymark.identity.authorizations;

import java.util.Locale;

/** What a client is told when it gets no code: RFC 6749, section 4.1.2.1, and OpenID Connect Core 1.0, section 3.1.2.6. */
enum AuthorizationError {
    INVALID_REQUEST("A parameter is missing, repeated or malformed."),
    UNSUPPORTED_RESPONSE_TYPE("The response_type should be code."),
    INVALID_SCOPE("The scope should have openid, and may have what the client is registered for."),
    ACCESS_DENIED("The person did not agree."),
    LOGIN_REQUIRED("The person must sign in."),
    CONSENT_REQUIRED("The person must agree."),
    REQUEST_NOT_SUPPORTED("Request objects are not taken."),
    REQUEST_URI_NOT_SUPPORTED("Request objects are not taken."),
    REGISTRATION_NOT_SUPPORTED("Clients are registered by the operator.");

    private final String description;

    AuthorizationError(String description) {
        this.description = description;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For the client's developer. */
    String description() {
        return description;
    }
}
