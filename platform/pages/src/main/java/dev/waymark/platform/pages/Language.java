package dev.waymark.platform.pages;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * A language of the pages. Each page has an address in each language, so that shared caches, links and search engines tell them apart
 * without cookies or headers: English without a prefix, the others below theirs.
 */
public enum Language {
    ENGLISH(Locale.UK, "", "English"),
    GERMAN(Locale.GERMANY, "/de", "Deutsch");

    private final Locale locale;
    private final String prefix;
    private final String ownName;

    Language(Locale locale, String prefix, String ownName) {
        this.locale = locale;
        this.prefix = prefix;
        this.ownName = ownName;
    }

    /** @param path as it was asked for, such as {@code /de/search} */
    public static Language of(String path) {
        return Arrays.stream(values())
                .filter(language -> language != ENGLISH && (path + "/").startsWith(language.prefix + "/"))
                .findFirst()
                .orElse(ENGLISH);
    }

    /** @param tag as {@link #tag()}; empty for a language that the pages are not written in */
    public static Optional<Language> tagged(@Nullable String tag) {
        return Arrays.stream(values())
                .filter(language -> language.tag().equals(tag))
                .findFirst();
    }

    /** The language of the request that this thread answers; English where there is none. */
    static Language current() {
        return tagged(LocaleContextHolder.getLocale().getLanguage()).orElse(ENGLISH);
    }

    /** How numbers and dates are written. */
    public Locale locale() {
        return locale;
    }

    /** BCP 47. */
    public String tag() {
        return locale.getLanguage();
    }

    /** What the language calls itself. */
    public String ownName() {
        return ownName;
    }

    /** @param path of a page without a language, such as {@code /search?q=x} */
    public String path(String path) {
        return prefix.isEmpty() ? path : path.equals("/") ? prefix : prefix + path;
    }

    /** The path without the language; the path itself where it names none. */
    String without(String path) {
        String rest = path.startsWith(prefix) ? path.substring(prefix.length()) : path;
        return rest.isEmpty() ? "/" : rest;
    }
}
