package dev.waymark.organization;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a column of a table may say.
 *
 * @param sort which part of an organisation
 * @param qualifier language of a name, or scheme of an identifier; null when there is none
 */
record CsvField(Sort sort, @Nullable String qualifier) {
    /** Schemes that a column may be called by, without {@code identifier:} before it. */
    private static final List<String> SCHEMES =
            List.of("ror", "isni", "wikidata", "grid", "fundref", "crossref", "lei", "ringgold", "sample");

    private static final Pattern NOT_LETTERS = Pattern.compile("[^a-z0-9]+");
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    enum Sort {
        KEY(false, "key", "localkey", "ownid"),
        NAME(false, "name", "title", "organisation", "organization", "organisationname", "organizationname"),
        ALIAS(true, "alias", "aliases", "othername", "othernames", "alternativename", "alternativenames"),
        ACRONYM(true, "acronym", "acronyms", "abbreviation", "shortname"),
        KIND(true, "kind", "kinds", "type", "types"),
        STATUS(false, "status"),
        COUNTRY(false, "country", "countrycode", "countryname"),
        CITY(false, "city", "town"),
        LATITUDE(false, "latitude", "lat"),
        LONGITUDE(false, "longitude", "lng", "lon", "long"),
        ESTABLISHED(false, "established", "founded", "foundingyear", "yearfounded"),
        WEBSITE(true, "website", "websites", "url", "homepage", "web", "link"),
        WIKIPEDIA(true, "wikipedia"),
        DOMAIN(true, "domain", "domains"),
        IDENTIFIER(true, "identifier");

        private final boolean many;
        private final List<String> words;

        Sort(boolean many, String... words) {
            this.many = many;
            this.words = List.of(words);
        }

        /** Whether a cell may hold several values. */
        boolean many() {
            return many;
        }

        private boolean takesLanguage() {
            return this == NAME || this == ALIAS || this == ACRONYM;
        }

        private static Optional<Sort> named(String word) {
            return Arrays.stream(values())
                    .filter(sort -> sort.words.contains(word))
                    .findFirst();
        }
    }

    /** Every field by the name to give in a mapping, for those who named another one. */
    static String all() {
        return Stream.concat(
                        Arrays.stream(Sort.values())
                                .filter(sort -> sort != Sort.IDENTIFIER)
                                .map(sort -> sort.words.getFirst()),
                        SCHEMES.stream())
                .collect(Collectors.joining(
                        ", ", "", ", identifier:SCHEME, name@LANGUAGE, alias@LANGUAGE, acronym@LANGUAGE"));
    }

    /** @param text such as {@code City}, {@code name@de}, {@code ROR ID} or {@code identifier:ringgold}; case and punctuation do not count */
    static Optional<CsvField> of(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        if (colon > 0 && letters(lower.substring(0, colon)).equals("identifier")) {
            String scheme = lower.substring(colon + 1).strip();
            return SCHEME.matcher(scheme).matches() ? Optional.of(identifier(scheme)) : Optional.empty();
        }
        int at = lower.indexOf('@');
        if (at > 0) {
            String language = text.strip().substring(at + 1).strip();
            return Sort.named(letters(lower.substring(0, at)))
                    .filter(sort -> sort.takesLanguage() && ProfileRules.isLanguage(language))
                    .map(sort -> new CsvField(sort, language));
        }
        String word = letters(lower);
        return SCHEMES.stream()
                .filter(scheme -> word.equals(scheme) || word.equals(scheme + "id"))
                .map(CsvField::identifier)
                .findFirst()
                .or(() -> Sort.named(word)
                        .filter(sort -> sort != Sort.IDENTIFIER)
                        .map(sort ->
                                sort == Sort.KEY ? new CsvField(sort, ProfileRules.LOCAL) : new CsvField(sort, null)));
    }

    private static CsvField identifier(String scheme) {
        return scheme.equals(ProfileRules.LOCAL)
                ? new CsvField(Sort.KEY, scheme)
                : new CsvField(Sort.IDENTIFIER, scheme);
    }

    private static String letters(String text) {
        return NOT_LETTERS.matcher(text).replaceAll("");
    }

    /** The scheme of the identifiers in such a column, if that is what it has. */
    Optional<String> scheme() {
        return sort == Sort.KEY || sort == Sort.IDENTIFIER ? Optional.ofNullable(qualifier) : Optional.empty();
    }

    /** As one would write it in a mapping. */
    @Override
    public String toString() {
        String word = sort.words.getFirst();
        return switch (sort) {
            case KEY -> word;
            case IDENTIFIER -> String.valueOf(qualifier);
            default -> qualifier == null ? word : word + "@" + qualifier;
        };
    }
}
