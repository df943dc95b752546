package dev.waymark.identity.passwords;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** A password as it is counted, judged and hashed. */
final class PasswordText {
    /** Nobody types this much; and to put combining marks into order takes time with the square of their number. */
    private static final int MOST_CHARS = 2048;

    private static final Pattern SPACE = Pattern.compile("\\p{Zs}");
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final Pattern OUTSIDE = Pattern.compile("^\\P{L}+|\\P{L}+$");

    private PasswordText() {}

    /** Whether it is so long that {@link #normalized} should not have to look at it. */
    static boolean isImmense(String password) {
        return password.length() > MOST_CHARS;
    }

    /**
     * The same password, whichever keyboard it was typed on: spaces of all kinds become the one of ASCII, and letters with marks become
     * one code point (NFC), as RFC 8265, section 4.2.2, has it for passwords. Nothing is left out, and case is kept.
     */
    static String normalized(String password) {
        return Normalizer.normalize(SPACE.matcher(password).replaceAll(" "), Normalizer.Form.NFC);
    }

    /** Code points: what people would count, more or less. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Without the digits and signs that stand before the first letter and after the last. */
    static String core(String text) {
        return OUTSIDE.matcher(text).replaceAll("");
    }

    /** The same with only its letters and digits: a phrase, however its words are kept apart. */
    static String joined(String text) {
        return BETWEEN.matcher(text).replaceAll("");
    }
}
