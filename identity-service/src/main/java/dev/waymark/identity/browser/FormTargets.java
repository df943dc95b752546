package dev.waymark.identity.browser;

import java.util.Optional;

/**
 * Knows to which other origin the redirects after a form may lead: browsers hold them against the {@code form-action} of the page too
 * (Content Security Policy Level 3, section 6.4.1), which the gateway writes.
 */
public interface FormTargets {
    /** The header by which the gateway learns of it. */
    String HEADER = "Waymark-Form-Action";

    /**
     * @param continuePath where a login leads back to, a path of this site
     * @return the origin of a registered client; empty when everything stays on this site
     */
    Optional<String> origin(String continuePath);
}
