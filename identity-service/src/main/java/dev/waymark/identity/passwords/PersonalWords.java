package dev.waymark.identity.passwords;

import dev.waymark.platform.settings.Site;
import java.net.URI;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What whoever knows a person and the site would try: NIST SP 800-63B calls these context-specific words. */
@Component
final class PersonalWords {
    private static final int SHORTEST = 4;

    private final List<String> ofTheSite;

    PersonalWords(Site site, @Value("${PUBLIC_ORIGIN}") String origin) {
        this.ofTheSite = Stream.of(site.name(), URI.create(origin.strip()).getHost())
                .flatMap(PersonalWords::words)
                .toList();
    }

    /**
     * Whether a password has such words, and little else.
     *
     * @param password as it is hashed
     * @param personal an address, a name: as they are
     */
    boolean makeUp(String password, Collection<String> personal) {
        String text = PasswordText.lowerCase(password);
        BitSet covered = new BitSet(text.length());
        Stream.concat(ofTheSite.stream(), personal.stream().flatMap(PersonalWords::words))
                .distinct()
                .forEach(word -> cover(text, word, covered));
        return !covered.isEmpty() && text.length() - covered.cardinality() < Guesses.FEW_OTHERS;
    }

    private static void cover(String text, String word, BitSet covered) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            covered.set(at, at + word.length());
        }
    }

    /** The whole, with and without what is between its words; the part of an address before the @; and each word. */
    private static Stream<String> words(String personal) {
        String text = PasswordText.lowerCase(PasswordText.normalized(personal));
        String[] single = text.split("[^\\p{L}\\p{M}\\p{N}]+");
        return Stream.concat(
                        Stream.of(text, PasswordText.joined(text), text.substring(0, end(text))), Arrays.stream(single))
                .filter(word -> PasswordText.length(word) >= SHORTEST);
    }

    private static int end(String text) {
        return text.contains("@") ? text.lastIndexOf('@') : text.length();
    }
}
