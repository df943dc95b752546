package dev.waymark.identity.clients;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what follows {@code client create}. */
final class ClientArguments {
    private static final String SCOPE = "--scope";
    private static final String REDIRECT = "--redirect-uri";
    private static final String POST_LOGOUT = "--post-logout-redirect-uri";
    private static final String PUBLIC = "--public";
    private static final Set<String> LISTS = Set.of(SCOPE, REDIRECT, POST_LOGOUT);

    private ClientArguments() {}

    /** @throws IllegalArgumentException when something else stands there, or does not make a client */
    static Registration registration(List<String> arguments) {
        String name = arguments.isEmpty() ? "" : arguments.getFirst();
        TreeMap<String, Set<String>> lists = new TreeMap<>();
        boolean isPublic = false;
        String list = "";
        for (String word : arguments.subList(Math.min(1, arguments.size()), arguments.size())) {
            if (word.equals(PUBLIC)) {
                isPublic = true;
                list = "";
            } else if (LISTS.contains(word)) {
                list = word;
            } else if (list.isEmpty() || word.startsWith("--")) {
                throw new IllegalArgumentException("This is not understood: " + word);
            } else {
                Set<String> values = lists.computeIfAbsent(list, _ -> new TreeSet<>());
                values.addAll(list.equals(SCOPE) ? List.of(word.split("[ ,]+")) : List.of(RedirectUri.checked(word)));
            }
        }
        return new Registration(
                name,
                lists.getOrDefault(SCOPE, Set.of()),
                lists.getOrDefault(REDIRECT, Set.of()),
                lists.getOrDefault(POST_LOGOUT, Set.of()),
                isPublic);
    }
}
