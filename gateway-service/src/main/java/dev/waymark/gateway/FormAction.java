package dev.waymark.gateway;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/**
 * Where else a form of a login page may lead. Browsers hold {@code form-action} (CSP Level 3, section 6.4.1) also against the redirects
 * after a form, and after the form of a login comes the redirect to the client that asked for it. identity-service names the origin of
 * that client's registered address in a header of ours.
 */
final class FormAction {
    private static final String HEADER = "Waymark-Form-Action";
    /** An origin and nothing that a policy would read in another way: no path, no wildcard, no separator. */
    private static final Pattern ORIGIN =
            Pattern.compile("https?://[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?(:[1-9][0-9]{0,4})?");

    private FormAction() {}

    /** @return empty when the header is missing, comes twice, or is no plain origin */
    static Optional<String> of(HttpHeaders headers) {
        List<String> values = headers.getOrEmpty(HEADER);
        return values.size() == 1 && ORIGIN.matcher(values.getFirst()).matches()
                ? Optional.of(values.getFirst())
                : Optional.empty();
    }
}
