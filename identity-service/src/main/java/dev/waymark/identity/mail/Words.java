package dev.waymark.identity.mail;

import dev.waymark.platform.pages.Language;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The words of the mails, in {@code texts/mails_*.properties}: {@link MessageFormat} patterns. */
final class Words {
    /** Names of values. */
    static final String CODE = "code";

    static final String LINK = "link";
    static final String NAME = "name";

    private static final ResourceBundle.Control THIS_LANGUAGE_ONLY =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final Map<Language, Words> ALL =
            Arrays.stream(Language.values()).collect(Collectors.toMap(Function.identity(), Words::read));

    private final Language language;
    private final Map<String, String> patterns;

    private Words(Language language, Map<String, String> patterns) {
        this.language = language;
        this.patterns = patterns;
    }

    static Words in(Language language) {
        return java.util.Objects.requireNonNull(ALL.get(language));
    }

    private static Words read(Language language) {
        ResourceBundle texts = ResourceBundle.getBundle(
                "texts.mails", Locale.of(language.tag()), Words.class.getClassLoader(), THIS_LANGUAGE_ONLY);
        return new Words(
                language, texts.keySet().stream().collect(Collectors.toMap(Function.identity(), texts::getString)));
    }

    Language language() {
        return language;
    }

    /** @throws IllegalArgumentException when there is no such text */
    String get(String key, Object... arguments) {
        String pattern = patterns.get(key);
        if (pattern == null) {
            throw new IllegalArgumentException("there is no text " + key);
        }
        return new MessageFormat(pattern, language.locale()).format(arguments);
    }

    /** Lines, of which each is a paragraph. */
    List<String> paragraphs(String key, Object... arguments) {
        return get(key, arguments).lines().toList();
    }

    boolean has(String key) {
        return patterns.containsKey(key);
    }

    TreeSet<String> keys() {
        return new TreeSet<>(Collections.unmodifiableSet(patterns.keySet()));
    }
}
