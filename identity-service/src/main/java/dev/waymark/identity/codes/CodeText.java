package dev.waymark.identity.codes;

import java.security.SecureRandom;
import java.util.Locale;

/** How codes are written: eight consonants of twenty (34.6 bits), which spell no words and are not taken for digits. */
final class CodeText {
    static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
    static final int LENGTH = 8;

    private static final SecureRandom random = new SecureRandom();

    private CodeText() {}

    static String random() {
        StringBuilder code = new StringBuilder(LENGTH);
        for (int index = 0; index < LENGTH; index++) {
            code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    /** As people read it: {@code WDJB-MJHT}. */
    static String shown(String code) {
        return code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2);
    }

    /** What was meant by what was typed: without regard to case, blanks and punctuation. */
    static String normalized(String typed) {
        return typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }
}
