package dev.waymark.identity.authorizations;

import dev.waymark.identity.browser.FormTargets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The authorization request for which somebody is just signing in. */
@Component
class PendingAuthorization implements FormTargets {
    private static final String PREFIX = AuthorizationEndpoint.PATH + "?";

    private final AuthorizationRequests requests;

    PendingAuthorization(AuthorizationRequests requests) {
        this.requests = requests;
    }

    @Override
    public Optional<String> origin(String continuePath) {
        return request(continuePath).flatMap(Asked.Valid::formAction);
    }

    /** @return empty when this is no authorization request that could get a code */
    Optional<Asked.Valid> request(String path) {
        if (!path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            Parameters parameters = Parameters.ofQuery(path.substring(PREFIX.length()));
            return requests.read(parameters) instanceof Asked.Valid valid ? Optional.of(valid) : Optional.empty();
        } catch (IllegalArgumentException _) {
            // Not a query at all.
            return Optional.empty();
        }
    }
}
