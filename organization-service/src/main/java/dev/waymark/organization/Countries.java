package dev.waymark.organization;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Countries by what people write: ISO 3166-1 alpha-2 or alpha-3 code, or English name. */
final class Countries {
    /** Names that are in wide use beside those of the Unicode CLDR. */
    private static final Map<String, String> ALSO = Map.ofEntries(
            Map.entry("uk", "GB"),
            Map.entry("great-britain", "GB"),
            Map.entry("united-kingdom-of-great-britain-and-northern-ireland", "GB"),
            Map.entry("united-states-of-america", "US"),
            Map.entry("russian-federation", "RU"),
            Map.entry("czech-republic", "CZ"),
            Map.entry("turkey", "TR"),
            Map.entry("the-netherlands", "NL"),
            Map.entry("republic-of-korea", "KR"),
            Map.entry("korea", "KR"),
            Map.entry("viet-nam", "VN"),
            Map.entry("china", "CN"),
            Map.entry("hong-kong", "HK"),
            Map.entry("macao", "MO"),
            Map.entry("taiwan", "TW"),
            Map.entry("palestine", "PS"),
            Map.entry("myanmar", "MM"),
            Map.entry("ivory-coast", "CI"),
            Map.entry("democratic-republic-of-the-congo", "CD"),
            Map.entry("republic-of-the-congo", "CG"),
            Map.entry("holy-see", "VA"),
            Map.entry("swaziland", "SZ"),
            Map.entry("macedonia", "MK"));

    private static final Map<String, String> CODES = codes();

    private Countries() {}

    static Optional<String> code(String text) {
        return Optional.ofNullable(CODES.get(Slugs.folded(text)));
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>(ALSO);
        for (String code : ProfileRules.COUNTRIES) {
            Locale country = Locale.of("", code);
            codes.put(Slugs.folded(country.getDisplayCountry(Locale.ENGLISH)), code);
        }
        for (String code : Locale.getISOCountries()) {
            codes.put(Locale.of("", code).getISO3Country().toLowerCase(Locale.ROOT), code);
        }
        ProfileRules.COUNTRIES.forEach(code -> codes.put(code.toLowerCase(Locale.ROOT), code));
        return Map.copyOf(codes);
    }
}
