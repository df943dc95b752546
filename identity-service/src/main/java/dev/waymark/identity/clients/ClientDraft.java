package dev.waymark.identity.clients;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A client as somebody typed it into a form, with everything that may be wrong about it.
 *
 * @param machine it gets tokens for itself; otherwise people sign in to it
 * @param redirectUris one a line
 * @param postLogoutRedirectUris one a line
 * @param scopes separated by spaces, commas or lines
 * @param isPublic it can keep no secret
 */
public record ClientDraft(
        boolean machine,
        String name,
        String redirectUris,
        String postLogoutRedirectUris,
        String scopes,
        boolean isPublic) {
    /** How many addresses a client may have of a kind. */
    public static final int MOST_URIS = 20;

    private static final int MOST_SCOPES = 20;
    private static final Pattern LINES = Pattern.compile("\\R");
    private static final Pattern BETWEEN_SCOPES = Pattern.compile("[\\s,]+");

    /** What is filled in. */
    public enum Field {
        NAME,
        REDIRECT_URIS,
        POST_LOGOUT_REDIRECT_URIS,
        SCOPES;

        /** As the form calls it. */
        public String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What can be wrong about a field. */
    public enum Wrong {
        MISSING,
        MALFORMED,
        TOO_MANY,
        TAKEN;

        /** As its words are called. */
        public String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Why a field cannot stay as it is.
     *
     * @param part the line or word that it is about; empty when it is the whole field
     */
    public record Fault(Wrong wrong, String part) {}

    /** Nothing is filled in yet. */
    public static ClientDraft empty(boolean machine) {
        return new ClientDraft(machine, "", "", "", "", false);
    }

    /** Whether a scope is among the chosen ones. */
    public boolean has(String scope) {
        return words(BETWEEN_SCOPES, scopes).contains(scope);
    }

    /** @return the first fault of each field that has one */
    public Map<Field, Fault> faults() {
        Map<Field, Fault> faults = new EnumMap<>(Field.class);
        String typed = name.strip();
        if (!Registration.NAME.matcher(typed).matches()) {
            faults.put(Field.NAME, new Fault(typed.isEmpty() ? Wrong.MISSING : Wrong.MALFORMED, typed));
        }
        if (!machine) {
            check(faults, Field.REDIRECT_URIS, words(LINES, redirectUris), MOST_URIS, true, ClientDraft::isUri);
            check(
                    faults,
                    Field.POST_LOGOUT_REDIRECT_URIS,
                    words(LINES, postLogoutRedirectUris),
                    MOST_URIS,
                    false,
                    ClientDraft::isUri);
        }
        Predicate<String> scope = machine ? ClientDraft::isMachineScope : Scope.OF_PEOPLE::contains;
        check(faults, Field.SCOPES, words(BETWEEN_SCOPES, scopes), MOST_SCOPES, machine, scope);
        return faults;
    }

    /** @throws IllegalArgumentException when there are {@link #faults} */
    Registration registration() {
        Set<String> asked = new TreeSet<>(words(BETWEEN_SCOPES, scopes));
        return machine
                ? Registration.machine(name.strip(), asked)
                : new Registration(
                        name.strip(), asked, checked(redirectUris), checked(postLogoutRedirectUris), isPublic);
    }

    private static void check(
            Map<Field, Fault> faults,
            Field field,
            List<String> words,
            int most,
            boolean needed,
            Predicate<String> right) {
        if (words.isEmpty() && needed) {
            faults.put(field, new Fault(Wrong.MISSING, ""));
        } else if (words.size() > most) {
            faults.put(field, new Fault(Wrong.TOO_MANY, ""));
        } else {
            words.stream()
                    .filter(right.negate())
                    .findFirst()
                    .ifPresent(word -> faults.put(field, new Fault(Wrong.MALFORMED, word)));
        }
    }

    private static Set<String> checked(String uris) {
        return words(LINES, uris).stream().map(RedirectUri::checked).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> words(Pattern between, String text) {
        return Arrays.stream(between.split(text))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static boolean isUri(String text) {
        return passes(RedirectUri::checked, text);
    }

    private static boolean isMachineScope(String text) {
        return passes(Scope::checked, text);
    }

    private static boolean passes(UnaryOperator<String> check, String text) {
        try {
            return check.apply(text).equals(text);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
