package dev.waymark.organization;

import com.ibm.icu.text.Transliterator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Path segments from names: {@code Université de Zürich} becomes {@code universite-de-zurich}. */
final class Slugs {
    private static final int MOST = 80;
    private static final Pattern ASCII = Pattern.compile("\\p{ASCII}*");
    private static final Pattern APOSTROPHES = Pattern.compile("['’ʼ`]");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");
    private static final Pattern AT_AN_END = Pattern.compile("^-|-$");
    private static final Transliterator LATIN =
            Transliterator.getInstance("Any-Latin; NFD; [:Nonspacing Mark:] Remove; NFC; Latin-ASCII");

    private Slugs() {}

    /**
     * @param name the name to show
     * @param country appended where the plain slug is taken
     * @param id makes the last candidate unique
     * @return candidates in the order in which they should be tried; the last one is never taken by another organisation
     */
    static List<String> candidates(String name, String country, UUID id) {
        String tail = id.toString().substring(24);
        String plain = plain(name);
        if (plain.isEmpty()) {
            return List.of("organization-" + tail);
        }
        return List.of(plain, plain + "-" + country.toLowerCase(Locale.ROOT), plain + "-" + tail);
    }

    /** A name without case, accents and punctuation, its words joined by hyphens; empty when it has no letters or digits. */
    static String folded(String name) {
        // The transliterator is slow, and most names have nothing for it to do.
        String latin = ASCII.matcher(name).matches() ? name : LATIN.transliterate(name);
        String joined = APOSTROPHES.matcher(latin.toLowerCase(Locale.ROOT)).replaceAll("");
        return AT_AN_END.matcher(BETWEEN_WORDS.matcher(joined).replaceAll("-")).replaceAll("");
    }

    private static String plain(String name) {
        String words = folded(name);
        if (words.length() <= MOST) {
            return words;
        }
        int cut = words.lastIndexOf('-', MOST);
        return words.substring(0, cut > 0 ? cut : MOST);
    }
}
