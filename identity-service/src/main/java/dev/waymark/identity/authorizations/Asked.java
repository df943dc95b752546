package dev.waymark.identity.authorizations;

import dev.waymark.identity.clients.Client;
import dev.waymark.identity.clients.RedirectUri;
import dev.waymark.identity.sessions.LoginSession;
import dev.waymark.platform.pages.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a browser brings from a client.
 *
 * <p>A request that wants a fresh login, by {@code prompt} or {@code max_age}, would want one each time it comes back from it: before
 * it goes there these are replaced by {@link #FRESH_SINCE}, the time at which they were first seen. Whoever takes that away in his own
 * browser could take the prompt away as well; a client that must be sure looks at {@code auth_time}.
 */
sealed interface Asked {
    /** Not answered with a redirect, because nobody vouches for where it would lead. */
    record Unanswerable(Reason reason, Language language) implements Asked {
        enum Reason {
            CLIENT,
            REDIRECT_URI
        }
    }

    /** Answered to the client with an error. */
    record Refused(
            Client client, String redirectUri, @Nullable String state, AuthorizationError error) implements Asked {}

    /**
     * A request as it should be.
     *
     * @param prompts of OpenID Connect Core 1.0, section 3.1.2.1
     * @param maxAge how long ago the login may be; null for any
     * @param freshSince when it must have been at the earliest; null for any
     * @param idTokenHint the ID token of who should be signed in; null for anybody
     * @param parameters those that we know, as they came
     */
    record Valid(
            Client client,
            String redirectUri,
            Set<String> scopes,
            @Nullable String state,
            @Nullable String nonce,
            String challenge,
            Set<String> prompts,
            @Nullable Duration maxAge,
            @Nullable Instant freshSince,
            @Nullable String idTokenHint,
            Language language,
            Parameters parameters)
            implements Asked {
        boolean isSilent() {
            return prompts.contains(NONE);
        }

        boolean asksForConsent() {
            return prompts.contains(CONSENT) && !client.isOwn();
        }

        private boolean asksForLogin() {
            return prompts.contains(LOGIN) || prompts.contains(SELECT_ACCOUNT);
        }

        boolean isFreshEnough(LoginSession session, Instant now) {
            Instant at = session.authenticatedAt();
            return !asksForLogin()
                    && (maxAge == null || !at.plus(maxAge).isBefore(now))
                    && (freshSince == null || !at.isBefore(freshSince));
        }

        /** The address of the same request after a login. */
        String afterLogin(Instant now) {
            if (!asksForLogin() && maxAge == null) {
                return path();
            }
            return Asked.path(withoutPrompts(Set.of(LOGIN, SELECT_ACCOUNT))
                    .without("max_age")
                    .with(FRESH_SINCE, String.valueOf(now.getEpochSecond())));
        }

        /** The address of the same request when consent was given. */
        String afterConsent() {
            return Asked.path(withoutPrompts(Set.of(CONSENT)));
        }

        String path() {
            return Asked.path(parameters);
        }

        private Parameters withoutPrompts(Set<String> done) {
            Set<String> left = new TreeSet<>(prompts);
            left.removeAll(done);
            return left.isEmpty() ? parameters.without("prompt") : parameters.with("prompt", String.join(" ", left));
        }

        Refused refused(AuthorizationError error) {
            return new Refused(client, redirectUri, state, error);
        }

        /** For {@code Waymark-Form-Action}: where a form may lead to beside us; empty for the site's own client. */
        Optional<String> formAction() {
            return client.isOwn() ? Optional.empty() : Optional.of(RedirectUri.origin(redirectUri));
        }
    }

    static String path(Parameters parameters) {
        return AuthorizationEndpoint.PATH + "?" + parameters.toQuery();
    }

    String NONE = "none";
    String LOGIN = "login";
    String CONSENT = "consent";
    String SELECT_ACCOUNT = "select_account";
    /** We have one account in a browser: to choose another one is to sign in again. */
    List<String> PROMPTS = List.of(NONE, LOGIN, CONSENT, SELECT_ACCOUNT);

    String FRESH_SINCE = "fresh_since";
}
