package dev.waymark.bench;

import java.util.List;

/**
 * What a section found.
 *
 * @param title its heading in the document, which tells it from the others
 * @param what what exactly is measured, a paragraph in Markdown
 * @param notes sentences below the table
 */
record Result(String title, String what, Table table, List<String> notes) {
    Result {
        notes = List.copyOf(notes);
    }

    boolean hasFailed() {
        return table.rows().stream().anyMatch(row -> row.contains(Target.FAIL));
    }

    String markdown(String machine) {
        StringBuilder text = new StringBuilder("## " + title + "\n\n" + what.strip() + "\n\n" + table.markdown());
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.append("\n_").append(machine).append("_\n").toString();
    }
}
