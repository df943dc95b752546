package dev.waymark.identity.passwords;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Whether a password would be guessed early: it is common, or it is made of a common one by what everybody does (digits behind it, a
 * letter many times, signs between its words), or its words, dates, sequences and rows of keys are few enough. The last is zxcvbn's estimate (Wheeler,
 * "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016), which calls less than 10^8 guesses somewhat guessable.
 */
@Component
final class Guesses {
    private static final double TOO_FEW = 1e8;
    /** More than that is at least this much: so many other characters beside a common word are for the estimate to judge. */
    static final int FEW_OTHERS = 8;

    private static final int SHORTEST_CORE = 4;
    /** zxcvbn's time grows fast with the length of what looks like words with signs for letters: from 32 characters on it is felt. */
    private static final int ESTIMATED = 20;

    private static final Pattern RUN = Pattern.compile("(.)\\1{2,}");
    private static final Pattern OUTER_RUN = Pattern.compile("^(.)\\1{2,}|(.)\\2{2,}$");

    private final CommonPasswords common = CommonPasswords.ofTheService();
    private final Zxcvbn zxcvbn = new Zxcvbn();

    /** @param password as it is hashed */
    boolean findEarly(String password) {
        String text = PasswordText.lowerCase(password);
        return Stream.of(
                                text,
                                PasswordText.joined(text),
                                RUN.matcher(text).replaceAll("$1"),
                                OUTER_RUN.matcher(text).replaceAll(""))
                        .distinct()
                        .anyMatch(this::isCommon)
                || ends(password).stream().allMatch(this::takesFewGuesses);
    }

    private boolean isCommon(String text) {
        String core = PasswordText.core(text);
        int coreLength = PasswordText.length(core);
        return common.include(text)
                || coreLength >= SHORTEST_CORE
                        && PasswordText.length(text) - coreLength < FEW_OTHERS
                        && common.include(core);
    }

    private boolean takesFewGuesses(String text) {
        return zxcvbn.measure(text).getGuesses() < TOO_FEW;
    }

    /** The whole of a short text. A part of a longer one that takes many guesses is enough. */
    private static List<String> ends(String text) {
        int length = PasswordText.length(text);
        if (length <= ESTIMATED) {
            return List.of(text);
        }
        return List.of(
                text.substring(0, text.offsetByCodePoints(0, ESTIMATED)),
                text.substring(text.offsetByCodePoints(text.length(), -ESTIMATED)));
    }
}
