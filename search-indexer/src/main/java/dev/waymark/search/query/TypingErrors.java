package dev.waymark.search.query;

/** How many errors of typing lie between two texts: insertions, deletions, substitutions and transpositions of neighbours. */
final class TypingErrors {
    private TypingErrors() {}

    /**
     * @param most at least 0; what is further apart is not counted exactly
     * @return optimal string alignment distance; more than {@code most} where the texts are further apart than that
     */
    static int between(String one, String other, int most) {
        if (Math.abs(one.length() - other.length()) > most || differInManyLetters(one, other, most)) {
            return most + 1;
        }
        return distance(one, other);
    }

    /** One error changes two of the letters that are there at the most: that is seen at once, and keeps nearly all from being compared. */
    private static boolean differInManyLetters(String one, String other, int most) {
        return Long.bitCount(letters(one) ^ letters(other)) > 2 * most;
    }

    private static long letters(String text) {
        long letters = 0;
        for (int index = 0; index < text.length(); index++) {
            letters |= 1L << (text.charAt(index) & 63);
        }
        return letters;
    }

    private static int distance(String one, String other) {
        int[][] rows = new int[one.length() + 1][other.length() + 1];
        for (int row = 0; row <= one.length(); row++) {
            for (int column = 0; column <= other.length(); column++) {
                if (row == 0 || column == 0) {
                    rows[row][column] = row + column;
                    continue;
                }
                char here = one.charAt(row - 1);
                char there = other.charAt(column - 1);
                int least = Math.min(
                        Math.min(rows[row - 1][column], rows[row][column - 1]) + 1,
                        rows[row - 1][column - 1] + (here == there ? 0 : 1));
                if (row > 1 && column > 1 && here == other.charAt(column - 2) && one.charAt(row - 2) == there) {
                    least = Math.min(least, rows[row - 2][column - 2] + 1);
                }
                rows[row][column] = least;
            }
        }
        return rows[one.length()][other.length()];
    }
}
