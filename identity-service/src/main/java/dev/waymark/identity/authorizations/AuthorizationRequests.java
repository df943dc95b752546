package dev.waymark.identity.authorizations;

import dev.waymark.identity.clients.Client;
import dev.waymark.identity.clients.Clients;
import dev.waymark.identity.clients.Scope;
import dev.waymark.platform.pages.Language;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads authorization requests: RFC 6749, section 4.1.1, OpenID Connect Core 1.0, section 3.1.2.1, RFC 7636, section 4.3. */
@Component
class AuthorizationRequests {
    private static final Set<String> KNOWN = Set.of(
            "response_type",
            "response_mode",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "prompt",
            "max_age",
            "ui_locales",
            "login_hint",
            "id_token_hint",
            "request",
            "request_uri",
            "registration",
            Asked.FRESH_SINCE);
    private static final Map<String, AuthorizationError> NOT_SUPPORTED = Map.of(
            "request", AuthorizationError.REQUEST_NOT_SUPPORTED,
            "request_uri", AuthorizationError.REQUEST_URI_NOT_SUPPORTED,
            "registration", AuthorizationError.REGISTRATION_NOT_SUPPORTED);
    /** SHA-256 in base64url (RFC 7636, section 4.2). */
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final Pattern EPOCH_SECONDS = Pattern.compile("[0-9]{1,11}");
    private static final int MOST_NONCE = 512;
    /** A request is carried through the login inside another address, encoded once more, and addresses end at 4,096 at the gateway. */
    private static final int MOST_PATH = 2000;

    private final Clients clients;

    AuthorizationRequests(Clients clients) {
        this.clients = clients;
    }

    Asked read(Parameters all) {
        Parameters parameters = all.only(KNOWN);
        Language language = language(parameters.get("ui_locales"));
        if (parameters.isRepeated(Set.of("client_id"))) {
            return new Asked.Unanswerable(Asked.Unanswerable.Reason.CLIENT, language);
        }
        Optional<Client> client = parameters
                .get("client_id")
                .flatMap(clients::byName)
                .filter(known -> known.enabled() && known.isForPeople());
        if (client.isEmpty()) {
            return new Asked.Unanswerable(Asked.Unanswerable.Reason.CLIENT, language);
        }
        Optional<String> redirectUri =
                parameters.get("redirect_uri").filter(client.get().redirectUris()::contains);
        if (redirectUri.isEmpty() || parameters.isRepeated(Set.of("redirect_uri"))) {
            return new Asked.Unanswerable(Asked.Unanswerable.Reason.REDIRECT_URI, language);
        }
        return read(parameters, client.get(), redirectUri.get(), language);
    }

    private static Asked read(Parameters parameters, Client client, String redirectUri, Language language) {
        Set<String> scopes = words(parameters.get("scope"));
        Set<String> prompts = words(parameters.get("prompt"));
        // What cannot be carried through the login cannot be carried back.
        String state = parameters
                .get("state")
                .filter(text -> Parameters.encoded(text).length() <= MOST_PATH)
                .orElse(null);
        Optional<AuthorizationError> error = error(parameters, client, scopes, prompts);
        if (error.isPresent()) {
            return new Asked.Refused(client, redirectUri, state, error.get());
        }
        return new Asked.Valid(
                client,
                redirectUri,
                scopes,
                state,
                parameters.get("nonce").orElse(null),
                parameters.get("code_challenge").orElseThrow(),
                prompts,
                number(parameters, "max_age") instanceof Long age ? Duration.ofSeconds(age) : null,
                number(parameters, Asked.FRESH_SINCE) instanceof Long since ? Instant.ofEpochSecond(since) : null,
                parameters.get("id_token_hint").orElse(null),
                language,
                parameters);
    }

    /** Takes what is not understood out of the scopes: OpenID Connect Core 1.0, section 3.1.2.1, says to ignore it. */
    private static Optional<AuthorizationError> error(
            Parameters parameters, Client client, Set<String> scopes, Set<String> prompts) {
        for (String name : NOT_SUPPORTED.keySet()) {
            if (parameters.get(name).isPresent()) {
                return Optional.ofNullable(NOT_SUPPORTED.get(name));
            }
        }
        if (isMalformed(parameters, prompts)) {
            return Optional.of(AuthorizationError.INVALID_REQUEST);
        }
        if (!parameters.get("response_type").filter("code"::equals).isPresent()) {
            return Optional.of(AuthorizationError.UNSUPPORTED_RESPONSE_TYPE);
        }
        scopes.retainAll(Scope.OF_PEOPLE);
        return scopes.contains(Scope.OPENID) && client.scopes().containsAll(scopes)
                ? Optional.empty()
                : Optional.of(AuthorizationError.INVALID_SCOPE);
    }

    private static boolean isMalformed(Parameters parameters, Set<String> prompts) {
        return parameters.isRepeated(KNOWN)
                || parameters.hasControlCharacters()
                || isTooLong(parameters)
                || parameters.get("response_type").isEmpty()
                || parameters
                        .get("response_mode")
                        .filter(mode -> !mode.equals("query"))
                        .isPresent()
                // RFC 7636, section 4.3: a request that names no method means "plain".
                || !parameters
                        .get("code_challenge_method")
                        .filter("S256"::equals)
                        .isPresent()
                || !matches(parameters.get("code_challenge"), CHALLENGE)
                || parameters
                        .get("nonce")
                        .filter(nonce -> nonce.length() > MOST_NONCE)
                        .isPresent()
                || parameters.get("max_age").isPresent() && !matches(parameters.get("max_age"), SECONDS)
                || parameters.get(Asked.FRESH_SINCE).isPresent()
                        && !matches(parameters.get(Asked.FRESH_SINCE), EPOCH_SECONDS)
                || !Asked.PROMPTS.containsAll(prompts)
                || prompts.contains(Asked.NONE) && prompts.size() > 1;
    }

    /** Without our own parameter, which comes later than the client's and in place of some of them. */
    private static boolean isTooLong(Parameters parameters) {
        return Asked.path(parameters.without(Asked.FRESH_SINCE)).length() > MOST_PATH;
    }

    private static boolean matches(Optional<String> value, Pattern form) {
        return value.filter(text -> form.matcher(text).matches()).isPresent();
    }

    private static @Nullable Long number(Parameters parameters, String name) {
        return parameters.get(name).map(Long::valueOf).orElse(null);
    }

    private static Set<String> words(Optional<String> text) {
        return text.map(words -> new TreeSet<>(List.of(words.strip().split(" +"))))
                .orElseGet(TreeSet::new);
    }

    /** The first of {@code ui_locales} that there are pages in. */
    static Language language(Optional<String> locales) {
        Set<String> wanted = new LinkedHashSet<>();
        locales.ifPresent(tags -> Arrays.stream(tags.split(" "))
                .map(tag -> tag.split("[-_]", 2)[0].toLowerCase(Locale.ROOT))
                .forEach(wanted::add));
        return wanted.stream()
                .flatMap(tag -> Language.tagged(tag).stream())
                .findFirst()
                .orElse(Language.ENGLISH);
    }
}
