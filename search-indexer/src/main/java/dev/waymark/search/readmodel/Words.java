package dev.waymark.search.readmodel;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text reduced to what the limited search compares: letters without marks, lower case, and digits. */
public final class Words {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int MOST_CHARACTERS = 4000;

    private Words() {}

    /** {@code Universität Zürich} becomes {@code universitat}, {@code zurich}. */
    public static List<String> of(String text) {
        String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replace("ø", "o")
                .replace("ł", "l");
        return Arrays.stream(BETWEEN.split(plain))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** The words of all texts, each once, with a space before each and one at the end. */
    public static String join(Collection<String> texts) {
        String joined =
                texts.stream().flatMap(text -> of(text).stream()).distinct().collect(Collectors.joining(" ", " ", " "));
        return joined.length() <= MOST_CHARACTERS ? joined : joined.substring(0, MOST_CHARACTERS);
    }
}
