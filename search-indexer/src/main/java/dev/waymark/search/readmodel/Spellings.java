package dev.waymark.search.readmodel;

import dev.waymark.events.OrganizationState;
import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Names letter by letter, and the keys by which a name with one error is found. An error (a letter too many, too few, another one, or two
 * that changed places) leaves one half of a text as it is: whoever looks for names that share a half, from the beginning or up to the end,
 * and are as long or differ by one letter, finds every name with one error, in any language and script, and few others.
 */
public final class Spellings {
    /** Shorter ones are like too many others. */
    public static final int SHORTEST = 5;

    private Spellings() {}

    /** Words in lower case without marks, a space between each two; one form for each letter (NFC). */
    public static String of(String name) {
        return Normalizer.normalize(String.join(" ", Words.of(name)), Normalizer.Form.NFC);
    }

    /** Of all names, each once. */
    public static List<String> of(OrganizationState state) {
        return names(state).map(Spellings::of).distinct().toList();
    }

    /** All names as they are written, the one to show first. */
    public static Stream<String> names(OrganizationState state) {
        return Stream.concat(Stream.of(state.name()), state.names().stream().map(OrganizationState.Name::value));
    }

    /** What a name is found by: the halves of all texts from which it is one error away. */
    static Set<Integer> keys(Collection<String> spellings) {
        Set<Integer> keys = new LinkedHashSet<>();
        for (String spelling : spellings) {
            for (int length = spelling.length() - 1; length <= spelling.length() + 1; length++) {
                if (length >= SHORTEST) {
                    keys.addAll(keys(spelling, half(length)));
                }
            }
        }
        return keys;
    }

    /** What has to be looked for; none for a text that is too short. */
    public static List<Integer> keysOfTyped(String spelling) {
        return spelling.length() < SHORTEST ? List.of() : keys(spelling, half(spelling.length()));
    }

    /** Two letters that change places may lie on both sides of the middle: the half has one letter less. */
    private static int half(int length) {
        return (length - 1) / 2;
    }

    private static List<Integer> keys(String spelling, int half) {
        return List.of(
                ("<" + spelling.substring(0, half)).hashCode(),
                (">" + spelling.substring(spelling.length() - half)).hashCode());
    }
}
