package dev.waymark.identity.authorizations;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The parameters of a request in a browser. One without a value counts as left out (RFC 6749, section 3.1). */
record Parameters(Map<String, List<String>> values) {
    static Parameters of(HttpServletRequest request) {
        Map<String, List<String>> values = new TreeMap<>();
        request.getParameterMap().forEach((name, all) -> values.put(name, List.of(all)));
        return new Parameters(values);
    }

    /** @throws IllegalArgumentException when it is no query */
    static Parameters ofQuery(String query) {
        Map<String, List<String>> values = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            values.computeIfAbsent(decoded(parts[0]), _ -> new ArrayList<>())
                    .add(parts.length == 1 ? "" : decoded(parts[1]));
        }
        return new Parameters(values);
    }

    /** @return the first value; empty when there is none, or it is empty */
    Optional<String> get(String name) {
        return values.getOrDefault(name, List.of()).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** Whether one of these came more than once, which RFC 6749, section 3.1, forbids. */
    boolean isRepeated(Set<String> names) {
        return names.stream()
                .anyMatch(name -> values.getOrDefault(name, List.of()).size() > 1);
    }

    /** Whether a value has a character that RFC 6749, appendix A, has nowhere, and that no database takes as text (NUL). */
    boolean hasControlCharacters() {
        return values.values().stream()
                .flatMap(List::stream)
                .flatMapToInt(String::chars)
                .anyMatch(Character::isISOControl);
    }

    Parameters only(Set<String> names) {
        Map<String, List<String>> kept = new TreeMap<>(values);
        kept.keySet().retainAll(names);
        return new Parameters(kept);
    }

    Parameters without(String name) {
        return changed(kept -> {
            kept.remove(name);
            return kept;
        });
    }

    Parameters with(String name, String value) {
        return changed(kept -> {
            kept.put(name, List.of(value));
            return kept;
        });
    }

    private Parameters changed(UnaryOperator<Map<String, List<String>>> change) {
        return new Parameters(change.apply(new TreeMap<>(values)));
    }

    String toQuery() {
        return values.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(value -> encoded(each.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    /** Adds these to the query of an address, which may have one. */
    String addedTo(String address) {
        String query = toQuery();
        return query.isEmpty() ? address : address + (address.contains("?") ? "&" : "?") + query;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** There may be a state or a hint of a token among them. */
    @Override
    public String toString() {
        return "Parameters" + values.keySet();
    }
}
