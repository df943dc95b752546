package dev.waymark.organization;

import com.ibm.icu.text.Transliterator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Path segments from names: {@code Université de Zürich} becomes {@code universite-de-zurich}. */
final class Slugs {
    private static final int MOST = 80;
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

    private static String plain(String name) {
        String words = LATIN.transliterate(name)
                .toLowerCase(Locale.ROOT)
                .replaceAll("['’ʼ`]", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        if (words.length() <= MOST) {
            return words;
        }
        int cut = words.lastIndexOf('-', MOST);
        return words.substring(0, cut > 0 ? cut : MOST);
    }
}
