package dev.waymark.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table in Markdown whose columns are even, so that it can be read on a screen as well. */
record Table(List<String> head, List<List<String>> rows) {
    Table {
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }

    /** Collects rows. */
    static final class Builder {
        private final List<String> head;
        private final List<List<String>> rows = new ArrayList<>();

        private Builder(List<String> head) {
            this.head = head;
        }

        Builder row(String... cells) {
            if (cells.length != head.size()) {
                throw new IllegalArgumentException("a row of " + cells.length + " cells for " + head);
            }
            rows.add(List.of(cells));
            return this;
        }

        Table build() {
            return new Table(head, rows);
        }
    }

    static Builder of(String... head) {
        return new Builder(List.of(head));
    }

    /** @return the number with one decimal below 100 and none above; a dash when there is none */
    static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, Math.abs(value) < 100 ? "%,.1f" : "%,.0f", value);
    }

    static String ratio(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.2f ×", value);
    }

    /** The first column holds words and is flush left, the others are flush right. */
    String markdown() {
        int[] widths = new int[head.size()];
        for (int column = 0; column < widths.length; column++) {
            int index = column;
            widths[column] = Math.max(
                    Math.max(3, head.get(column).length()),
                    rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0));
        }
        StringBuilder text = new StringBuilder(line(head, widths)).append('|');
        for (int column = 0; column < widths.length; column++) {
            text.append(column == 0 ? "-".repeat(widths[column] + 2) : "-".repeat(widths[column] + 1) + ":")
                    .append('|');
        }
        text.append('\n');
        rows.forEach(row -> text.append(line(row, widths)));
        return text.toString();
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder("|");
        for (int column = 0; column < widths.length; column++) {
            String cell = cells.get(column);
            String space = " ".repeat(widths[column] - cell.length());
            text.append(column == 0 ? " " + cell + space + " |" : " " + space + cell + " |");
        }
        return text.append('\n').toString();
    }
}
