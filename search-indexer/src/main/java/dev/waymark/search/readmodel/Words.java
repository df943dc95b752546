package dev.waymark.search.readmodel;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text reduced to what the limited search compares: letters without marks, lower case, and digits. */
public final class Words {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final int MOST_CHARACTERS = 4000;

    private Words() {}

    /** {@code Universität Zürich} becomes {@code universitat}, {@code zurich}. */
    public static List<String> of(String text) {
        String plain = plain(text);
        List<String> words = new ArrayList<>();
        int begin = 0;
        for (int at = 0; at < plain.length(); ) {
            int character = plain.codePointAt(at);
            int next = at + Character.charCount(character);
            if (!isOfAWord(character)) {
                if (at > begin) {
                    words.add(plain.substring(begin, at));
                }
                begin = next;
            }
            at = next;
        }
        if (begin < plain.length()) {
            words.add(plain.substring(begin));
        }
        return words;
    }

    /** Lower case, and without marks. Most names have none: they are not normalised, which takes long. */
    private static String plain(String text) {
        if (text.chars().allMatch(character -> character < 0x80)) {
            return text.toLowerCase(Locale.ROOT);
        }
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replace("ø", "o")
                .replace("ł", "l");
    }

    /** Letters and numbers, as {@code \p{L}} and {@code \p{N}} of Unicode have them. */
    private static boolean isOfAWord(int character) {
        return Character.isLetterOrDigit(character)
                || switch (Character.getType(character)) {
                    case Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
                    default -> false;
                };
    }

    /** The words of all texts, each once, with a space before each and one at the end. */
    public static String join(Collection<String> texts) {
        String joined =
                texts.stream().flatMap(text -> of(text).stream()).distinct().collect(Collectors.joining(" ", " ", " "));
        return joined.length() <= MOST_CHARACTERS ? joined : joined.substring(0, MOST_CHARACTERS);
    }
}
