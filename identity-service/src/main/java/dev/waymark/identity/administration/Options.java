package dev.waymark.identity.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a command line.
 *
 * @param words those that belong to no option
 * @param values what was given for options, by their names with the hyphens; {@code true} for those without a value
 */
record Options(List<String> words, Map<String, List<String>> values) {
    Options {
        words = List.copyOf(words);
        values = Map.copyOf(values);
    }

    /**
     * @param known options that have a value
     * @param flags options that have none
     * @throws IllegalArgumentException on others, and when a value is missing
     */
    static Options of(List<String> arguments, Set<String> known, Set<String> flags) {
        List<String> words = new ArrayList<>();
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (flags.contains(argument)) {
                values.put(argument, List.of("true"));
            } else if (known.contains(argument)) {
                i++;
                if (i == arguments.size()) {
                    throw new IllegalArgumentException(argument + " needs a value");
                }
                values.computeIfAbsent(argument, _ -> new ArrayList<>()).add(arguments.get(i));
            } else if (argument.startsWith("--")) {
                throw new IllegalArgumentException("there is no option " + argument + " here");
            } else {
                words.add(argument);
            }
        }
        return new Options(words, values);
    }

    Optional<String> value(String option) {
        return all(option).stream().reduce((_, last) -> last);
    }

    List<String> all(String option) {
        return values.getOrDefault(option, List.of());
    }

    boolean has(String flag) {
        return values.containsKey(flag);
    }

    String needed(String option) {
        return value(option)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new IllegalArgumentException(option + " is needed"));
    }
}
