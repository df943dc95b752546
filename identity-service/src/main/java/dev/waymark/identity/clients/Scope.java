package dev.waymark.identity.clients;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a token permits, written {@code PART:ACTION}. The part names the service that the token is for: its audience. */
public final class Scope {
    public static final String ORGANIZATIONS_WRITE = "organizations:write";
    public static final String ORGANIZATIONS_INTERNAL = "organizations:internal";

    /** OpenID Connect Core 1.0, section 3.1.2.1. */
    public static final String OPENID = "openid";
    /** A person's name and language (section 5.4). */
    public static final String PROFILE = "profile";
    /** A person's mail address (section 5.4). */
    public static final String EMAIL = "email";
    /** What a client may ask of the people who sign in to it, and no machine may. */
    public static final List<String> OF_PEOPLE = List.of(OPENID, PROFILE, EMAIL);

    private static final Map<String, String> AUDIENCES = new TreeMap<>(Map.of(
            "organizations", "organization-service",
            "search", "search-indexer",
            "billing", "billing-service"));
    private static final Pattern FORM = Pattern.compile("[a-z]+:[a-z]+(-[a-z]+)*");
    private static final Pattern SEPARATOR = Pattern.compile("[ ,]+");

    private Scope() {}

    /**
     * @param scope a scope that somebody typed
     * @return the same
     * @throws IllegalArgumentException when it is not of the form, or names no service
     */
    static String checked(String scope) {
        if (!FORM.matcher(scope).matches() || !AUDIENCES.containsKey(part(scope))) {
            throw new IllegalArgumentException("A scope is one of " + String.join(", ", AUDIENCES.keySet())
                    + ", then a colon and an action, such as " + ORGANIZATIONS_WRITE + "; this is none: " + scope);
        }
        return scope;
    }

    /**
     * @param arguments {@code --scope} and scopes, any number of times; scopes may be separated by commas or spaces inside a word too
     * @return the scopes in their order
     * @throws IllegalArgumentException when something else stands there
     */
    public static Set<String> fromArguments(List<String> arguments) {
        if (!arguments.isEmpty() && !arguments.getFirst().equals("--scope")) {
            throw new IllegalArgumentException("This is not understood: " + arguments.getFirst());
        }
        Set<String> scopes = new LinkedHashSet<>();
        for (String word : arguments) {
            if (!word.equals("--scope")) {
                SEPARATOR.splitAsStream(word).map(Scope::checked).forEach(scopes::add);
            }
        }
        return scopes;
    }

    /**
     * The services that should accept a token with these scopes (RFC 9068, section 3).
     *
     * @return their names without repetition, sorted
     */
    public static List<String> audience(Collection<String> scopes) {
        return scopes.stream()
                .map(scope -> AUDIENCES.get(part(scope)))
                .filter(service -> service != null)
                .distinct()
                .sorted()
                .toList();
    }

    private static String part(String scope) {
        int colon = scope.indexOf(':');
        return colon < 0 ? "" : scope.substring(0, colon);
    }
}
