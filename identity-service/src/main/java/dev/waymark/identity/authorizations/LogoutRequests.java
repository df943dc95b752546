package dev.waymark.identity.authorizations;

import dev.waymark.identity.clients.Client;
import dev.waymark.identity.clients.Clients;
import dev.waymark.identity.tokens.IssuedTokens;
import dev.waymark.platform.pages.Language;
import dev.waymark.platform.web.Problem;
import dev.waymark.platform.web.StandardProblems;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Reads logout requests: OpenID Connect RP-Initiated Logout 1.0, section 2. */
@Component
class LogoutRequests {
    static final String REDIRECT = "post_logout_redirect_uri";

    static final Set<String> KNOWN = Set.of("id_token_hint", "client_id", REDIRECT, "state", "ui_locales");

    /**
     * Of the state, encoded. It is carried through the question and back to the client in addresses; as at the authorization endpoint, which
     * bounds it together with all the rest.
     */
    private static final int MOST_STATE = 2000;
    /** Of path and query, which a form becomes: addresses end at 4,096 at the gateway. */
    private static final int MOST_PATH = 4000;

    private static final Problem TOO_LONG = new Problem(
            HttpStatus.BAD_REQUEST,
            "logout_request_too_long",
            "The request to sign out is too long: its state has at most " + MOST_STATE + " characters, and all of it "
                    + MOST_PATH + ", encoded as in an address.");

    private final Clients clients;
    private final IssuedTokens tokens;

    LogoutRequests(Clients clients, IssuedTokens tokens) {
        this.clients = clients;
        this.tokens = tokens;
    }

    /**
     * @param session the session that the client's ID token is of; null when it sent none that is ours
     * @param client who asks; null when nobody vouches for it
     * @param redirectUri where to go afterwards, registered by the client; null for nowhere
     */
    record Logout(
            @Nullable UUID session,
            @Nullable Client client,
            @Nullable String redirectUri,
            @Nullable String state,
            Language language) {}

    /**
     * What is understood of a request.
     *
     * @throws Problem when there is a control character, or more than addresses can carry; the client is told nothing, as section 4 has it,
     *     because it is not known yet who it is
     */
    static Parameters carried(Parameters all) {
        Parameters parameters = all.only(KNOWN);
        if (parameters.hasControlCharacters()) {
            throw StandardProblems.of(HttpStatus.BAD_REQUEST);
        }
        boolean stateTooLong = parameters
                .get("state")
                .filter(state -> Parameters.encoded(state).length() > MOST_STATE)
                .isPresent();
        if (stateTooLong || parameters.addedTo(LogoutEndpoint.PATH).length() > MOST_PATH) {
            throw TOO_LONG;
        }
        return parameters;
    }

    /** @throws Problem as {@link #carried} */
    Logout read(Parameters all) {
        Parameters parameters = carried(all);
        Optional<IssuedTokens.IdToken> hint = parameters.get("id_token_hint").flatMap(tokens::idToken);
        Optional<String> named = parameters.get("client_id");
        // A client that is named and is not the token's: neither of the two is believed.
        boolean contradictory = hint.isPresent()
                && named.filter(name -> !hint.get().client().equals(name)).isPresent();
        Client client = contradictory
                ? null
                : hint.map(IssuedTokens.IdToken::client)
                        .or(() -> named)
                        .flatMap(clients::byName)
                        .filter(Client::enabled)
                        .orElse(null);
        String redirectUri = client == null
                ? null
                : parameters
                        .get(REDIRECT)
                        .filter(client.postLogoutRedirectUris()::contains)
                        .orElse(null);
        return new Logout(
                contradictory ? null : hint.map(IssuedTokens.IdToken::session).orElse(null),
                client,
                redirectUri,
                parameters.get("state").orElse(null),
                AuthorizationRequests.language(parameters.get("ui_locales")));
    }
}
