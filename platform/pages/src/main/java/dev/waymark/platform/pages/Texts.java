package dev.waymark.platform.pages;

import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;

/**
 * The words of the pages in one language, with the numbers, dates and names that go into them. The layout's are in
 * {@code texts/layout_*.properties} of this module, a service's own in {@code texts/pages_*.properties}; both are
 * {@link MessageFormat} patterns.
 */
public final class Texts {
    private static final ResourceBundle.Control THIS_LANGUAGE_ONLY =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final Map<Language, Texts> ALL = all();

    private final Language language;
    private final Map<String, String> patterns;

    private Texts(Language language, Map<String, String> patterns) {
        this.language = language;
        this.patterns = patterns;
    }

    public static Texts in(Language language) {
        return java.util.Objects.requireNonNull(ALL.get(language));
    }

    /** In the language of the request that this thread answers. */
    public static Texts current() {
        return in(Language.current());
    }

    private static Map<Language, Texts> all() {
        Map<Language, Texts> all = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            Map<String, String> patterns = new HashMap<>(read("texts.layout", language));
            try {
                patterns.putAll(read("texts.pages", language));
            } catch (MissingResourceException _) {
                // A service without pages of its own, such as the gateway.
            }
            all.put(language, new Texts(language, Map.copyOf(patterns)));
        }
        return all;
    }

    private static Map<String, String> read(String bundle, Language language) {
        ResourceBundle texts = ResourceBundle.getBundle(
                bundle, Locale.of(language.tag()), Texts.class.getClassLoader(), THIS_LANGUAGE_ONLY);
        Map<String, String> patterns = new HashMap<>();
        texts.keySet().forEach(key -> patterns.put(key, texts.getString(key)));
        return patterns;
    }

    public Language language() {
        return language;
    }

    /**
     * @param arguments what the pattern's numbered places stand for
     * @throws IllegalArgumentException when there is no such text
     */
    public String get(String key, Object... arguments) {
        return find(key, arguments).orElseThrow(() -> new IllegalArgumentException("there is no text " + key));
    }

    /** @return empty when there is no such text */
    public Optional<String> find(String key, Object... arguments) {
        return Optional.ofNullable(patterns.get(key))
                .map(pattern -> new MessageFormat(pattern, language.locale()).format(arguments));
    }

    /** The address of a page in this language. */
    public String path(String path) {
        return language.path(path);
    }

    public String number(long number) {
        return NumberFormat.getIntegerInstance(language.locale()).format(number);
    }

    /** The day in UTC, such as {@code 25 November 2026}. */
    public String day(Instant instant) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(language.locale())
                .format(instant.atOffset(ZoneOffset.UTC));
    }

    /** The minute in UTC, such as {@code 25 November 2026 at 14:03 UTC}. */
    public String moment(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                        .withLocale(language.locale())
                        .format(instant.atOffset(ZoneOffset.UTC))
                + " UTC";
    }

    /** @param code ISO 3166-1 alpha-2; itself where it has no name */
    public String country(String code) {
        return Locale.of("", code).getDisplayCountry(language.locale());
    }

    /** @param tag BCP 47; itself where it has no name */
    public String languageName(String tag) {
        return Locale.forLanguageTag(tag).getDisplayLanguage(language.locale());
    }

    /** What kind of organisation it is; kinds that have no name here are shown as they are. */
    public String kind(String kind) {
        return find("kind." + kind).orElseGet(() -> capitalized(kind));
    }

    /** @param status {@code active}, {@code inactive} or {@code withdrawn} */
    public String status(String status) {
        return find("status." + status).orElseGet(() -> capitalized(status));
    }

    private String capitalized(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(language.locale()) + word.substring(1);
    }

    /** The keys that there are texts for. */
    java.util.Set<String> keys() {
        return patterns.keySet();
    }
}
