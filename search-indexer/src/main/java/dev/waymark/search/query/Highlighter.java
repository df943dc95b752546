package dev.waymark.search.query;

import dev.waymark.search.readmodel.Words;
import java.util.List;
import java.util.regex.Pattern;

/** Turns text with marked matches into HTML. */
final class Highlighter {
    /** Of the private use area, and taken out of documents before they are indexed: no text contains them. */
    static final String START = "\uE000";

    static final String END = "\uE001";
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    private Highlighter() {}

    /** The text without its marks. */
    static String plain(String marked) {
        return marked.replace(START, "").replace(END, "");
    }

    static String html(String marked) {
        StringBuilder html = new StringBuilder(marked.length() + 32);
        for (int index = 0; index < marked.length(); index++) {
            char character = marked.charAt(index);
            switch (character) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                case '\uE000' -> html.append("<mark>");
                case '\uE001' -> html.append("</mark>");
                default -> html.append(character);
            }
        }
        return html.toString();
    }

    /** Marks the words that begin with one of the given, which are as {@link Words} makes them. */
    static String mark(String text, List<String> beginnings) {
        return WORD.matcher(plain(text)).replaceAll(match -> {
            boolean matches = Words.of(match.group()).stream()
                    .anyMatch(word -> beginnings.stream().anyMatch(word::startsWith));
            return matches ? START + match.group() + END : match.group();
        });
    }
}
