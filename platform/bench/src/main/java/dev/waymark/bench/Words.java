package dev.waymark.bench;

import java.util.Random;

/** Words that no document has, the same in every run. */
final class Words {
    private static final String PREFIX = "qzx";
    private static final int LETTERS = 12;

    private final Random random;

    Words(Random random) {
        this.random = random;
    }

    String next() {
        StringBuilder word = new StringBuilder(PREFIX);
        for (int letter = 0; letter < LETTERS; letter++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return word.toString();
    }

    static boolean isOne(String text) {
        return text.length() == PREFIX.length() + LETTERS && text.startsWith(PREFIX);
    }
}
