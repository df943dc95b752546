package dev.waymark.search.readmodel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Words that many organisations share, such as university: each has one form here, whatever the language or the abbreviation. */
public final class GenericWords {
    private static final Map<String, String> forms = new HashMap<>();
    private static final Map<String, List<String>> abbreviations = new TreeMap<>();
    private static final Set<String> fillers = new HashSet<>();

    static {
        read();
    }

    private GenericWords() {}

    /** @param word as {@link Words#of} gives it */
    public static String form(String word) {
        return forms.getOrDefault(word, word);
    }

    /** @param form as {@link #form} gives it */
    public static boolean isGeneric(String form) {
        return form.equals(forms.get(form));
    }

    /** Articles, prepositions and the like. */
    public static boolean isFiller(String word) {
        return fillers.contains(word);
    }

    /** Abbreviations that stand for a word, and hardly ever for anything else. */
    public static Map<String, List<String>> abbreviations() {
        return Map.copyOf(abbreviations);
    }

    private static void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(GenericWords.class.getResourceAsStream("/search/generic-words.txt")),
                StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        int colon = line.indexOf(':');
                        read(
                                line.substring(0, colon),
                                List.of(line.substring(colon + 1).strip().split(" ")));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(String form, List<String> words) {
        if (form.equals("-")) {
            fillers.addAll(words);
            return;
        }
        forms.put(form, form);
        for (String word : words) {
            String plain = word.replace(".", "");
            forms.put(plain, form);
            if (word.endsWith(".")) {
                abbreviations.put(plain, List.of(form));
            }
        }
    }
}
