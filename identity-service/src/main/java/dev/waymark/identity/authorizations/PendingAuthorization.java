package dev.waymark.identity.authorizations;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** The authorization request for which somebody is just signing in. */
@Component
public class PendingAuthorization {
    /** The header by which the gateway learns where the forms of a page may lead to in the end. */
    public static final String FORM_ACTION = "Waymark-Form-Action";

    private static final String PREFIX = AuthorizationEndpoint.PATH + "?";

    private final AuthorizationRequests requests;

    PendingAuthorization(AuthorizationRequests requests) {
        this.requests = requests;
    }

    /**
     * Where a browser goes after the login: the value of {@link #FORM_ACTION}, which a Content Security Policy needs because browsers
     * hold the redirects after a form against {@code form-action} too.
     *
     * @param continuePath where the login leads back to
     * @return an origin; empty when the path is no authorization request, its client or redirect URI is not registered, or it is the
     *     site's own
     */
    public Optional<String> formAction(String continuePath) {
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
