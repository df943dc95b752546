package dev.waymark.identity.passwords;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Writes the table of {@link CommonPasswords} from lists of passwords and of words; the README beside the table says which, and how to
 * run this. The same lists always make the same table.
 */
final class CommonPasswordsWriter {
    /** Shorter ones are refused in any case. */
    private static final int SHORTEST_PASSWORD = 12;
    /** Shorter ones are no words to put digits behind. */
    private static final int SHORTEST_CORE = 4;
    /** So many common passwords and words are worth trying with digits behind them: with a thousand endings each, 10^8 guesses. */
    private static final int CORES_OF_A_LIST = 100_000;

    private static final int WORDS_OF_A_LIST = 30_000;

    private final Set<String> entries = new HashSet<>();

    /**
     * {@code TABLE --passwords FILE… --words FILE…}: text files in UTF-8, one entry a line, the most frequent first. Of passwords, those of
     * 12 characters or more are taken, and of the first 100,000 what is left without digits and signs around it; of phrases with blanks, also what is left without
     * those; of words, the first 30,000.
     */
    public static void main(String[] arguments) throws IOException {
        CommonPasswordsWriter writer = new CommonPasswordsWriter();
        boolean words = false;
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            if (argument.startsWith("--")) {
                words = argument.equals("--words");
                continue;
            }
            int before = writer.entries.size();
            if (words) {
                writer.addWords(Path.of(argument));
            } else {
                writer.addPasswords(Path.of(argument));
            }
            System.out.println(argument + ": " + (writer.entries.size() - before) + " more");
        }
        byte[] table = writer.table();
        Files.write(Path.of(arguments[0]), table);
        System.out.println(new CommonPasswords(table).size() + " fingerprints");
    }

    void addPasswords(Path list) {
        add(list, Long.MAX_VALUE, text -> PasswordText.length(text) >= SHORTEST_PASSWORD);
        addPhrases(list);
        try (Stream<String> lines = lines(list)) {
            lines.limit(CORES_OF_A_LIST)
                    .map(PasswordText::core)
                    .filter(core -> PasswordText.length(core) >= SHORTEST_CORE)
                    .forEach(entries::add);
        }
    }

    private void addPhrases(Path list) {
        try (Stream<String> lines = lines(list)) {
            lines.filter(line -> line.contains(" "))
                    .map(PasswordText::joined)
                    .filter(phrase -> PasswordText.length(phrase) >= SHORTEST_CORE)
                    .forEach(entries::add);
        }
    }

    void addWords(Path list) {
        add(list, WORDS_OF_A_LIST, text -> PasswordText.length(text) >= SHORTEST_CORE);
    }

    private void add(Path list, long most, Predicate<String> which) {
        try (Stream<String> lines = lines(list)) {
            lines.limit(most).filter(which).forEach(entries::add);
        }
    }

    private static Stream<String> lines(Path list) {
        try {
            return Files.lines(list).map(PasswordText::normalized).map(PasswordText::lowerCase);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] table() {
        List<byte[]> fingerprints = entries.stream()
                .map(CommonPasswords::fingerprint)
                .sorted(Arrays::compareUnsigned)
                .toList();
        byte[] table = new byte[fingerprints.size() * CommonPasswords.FINGERPRINT_BYTES];
        int at = 0;
        for (byte[] fingerprint : fingerprints) {
            System.arraycopy(fingerprint, 0, table, at, fingerprint.length);
            at += fingerprint.length;
        }
        return table;
    }
}
