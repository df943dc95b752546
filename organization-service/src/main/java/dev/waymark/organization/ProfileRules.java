package dev.waymark.organization;

import dev.waymark.events.OrganizationState.Identifier;
import dev.waymark.events.OrganizationState.Link;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import dev.waymark.events.OrganizationState.Relationship;
import dev.waymark.platform.web.Problem.FieldError;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Year;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The rules of a profile, all in one place: what a write may say, and the one form in which it is kept. */
@Component
class ProfileRules {
    /** The nine kinds of ROR schema v2, {@code types}. */
    static final Set<String> KINDS = new LinkedHashSet<>(List.of(
            "archive", "company", "education", "facility", "funder", "government", "healthcare", "nonprofit", "other"));

    static final Set<String> STATUSES = Set.of("active", "inactive", "withdrawn");
    private static final Set<String> NAME_TYPES = Set.of("label", "alias", "acronym");
    private static final Set<String> LINK_TYPES = Set.of("website", "wikipedia");
    private static final Set<String> RELATIONSHIP_TYPES =
            Set.of("parent", "child", "related", "predecessor", "successor");
    /** Keys that the owner of the directory gives, as in a table of their own. */
    static final String LOCAL = "local";
    /** Schemes that name one organisation each, as those of registries; others, such as Wikidata, may be shared by several. */
    private static final Set<String> EXCLUSIVE_SCHEMES = Set.of("ror", "sample", LOCAL);

    /** ISO 3166-1 alpha-2, upper case. */
    static final Set<String> COUNTRIES = countries();

    private static final Pattern SPACES = Pattern.compile("[\\p{Cc}\\p{Zs}]+");
    private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");
    /** RFC 5646, section 2.1: the shape of a tag, whose subtags are not looked up. */
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,5}");
    /** RFC 1035, section 2.3.1, after conversion to ASCII (RFC 5890). */
    private static final Pattern DOMAIN =
            Pattern.compile("([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** The largest organisation of ROR has more than a thousand relationships. */
    private static final int MOST_ENTRIES = 5000;
    /** Kafka's record is 1 MiB at the most, headers included: a document that exceeds it would stop all that come after it. */
    private static final int MOST_BYTES = 900_000;
    /** So many entries of the greatest length, in the longest encoding, stay below {@link #MOST_BYTES}. */
    private static final int CERTAINLY_SMALL = 100;

    private static final int OLDEST_YEAR = -3000;

    private final Clock clock;

    ProfileRules(Clock clock) {
        this.clock = clock;
    }

    /** Either the profile in its kept form, or every field that was refused. */
    sealed interface Verdict {
        record Accepted(CheckedProfile profile) implements Verdict {}

        record Refused(List<FieldError> errors) implements Verdict {}
    }

    static boolean isExclusive(Identifier identifier) {
        return isExclusive(identifier.scheme());
    }

    static boolean isExclusive(String scheme) {
        return EXCLUSIVE_SCHEMES.contains(scheme);
    }

    /** @return whether it has the shape of a language tag (RFC 5646, section 2.1) */
    static boolean isLanguage(String tag) {
        return LANGUAGE.matcher(tag).matches();
    }

    Verdict check(Profile profile) {
        Check check = new Check();
        String name = check.text("name", profile.name(), 1, 500);
        List<Place> places = check.places(profile);
        List<String> kinds = check.kinds(profile.kinds());
        CheckedProfile checked = new CheckedProfile(
                name,
                check.names(name, profile.names()),
                check.oneOf("status", profile.status() == null ? "active" : profile.status(), STATUSES),
                kinds,
                places.isEmpty() ? "" : places.getFirst().country(),
                check.year(profile.established(), Year.now(clock).getValue()),
                places,
                check.each("links", profile.links(), check::link),
                check.each("domains", profile.domains(), check::domain),
                check.each("identifiers", profile.identifiers(), check::identifier),
                check.each("relationships", profile.relationships(), check::relationship));
        if (check.errors.isEmpty() && isTooLarge(checked)) {
            check.refuse("", "should have at most " + MOST_BYTES + " bytes as JSON");
        }
        return check.errors.isEmpty() ? new Verdict.Accepted(checked) : new Verdict.Refused(List.copyOf(check.errors));
    }

    private static boolean isTooLarge(CheckedProfile profile) {
        int entries = Stream.of(
                        profile.names(),
                        profile.places(),
                        profile.links(),
                        profile.domains(),
                        profile.identifiers(),
                        profile.relationships())
                .mapToInt(List::size)
                .sum();
        return entries > CERTAINLY_SMALL
                && Documents.write(profile).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES;
    }

    private static Set<String> countries() {
        Set<String> countries = new LinkedHashSet<>(Arrays.asList(Locale.getISOCountries()));
        // A user-assigned code that everybody uses for Kosovo.
        countries.add("XK");
        return countries;
    }

    /** One walk through a profile, which notes what it refuses and goes on. */
    private static final class Check {
        private final List<FieldError> errors = new ArrayList<>();

        private void refuse(String field, String reason) {
            errors.add(new FieldError(field, reason));
        }

        /** Unicode NFC, without control characters, with single spaces: names that look alike are alike. */
        String text(String field, @Nullable String value, int least, int most) {
            String text = value == null
                    ? ""
                    : SPACES.matcher(Normalizer.normalize(value, Normalizer.Form.NFC))
                            .replaceAll(" ")
                            .strip();
            if (text.length() < least || text.length() > most) {
                refuse(field, text.isEmpty() ? "is needed" : "should have at most " + most + " characters");
            }
            return text;
        }

        private @Nullable String optionalText(String field, @Nullable String value) {
            String text = text(field, value, 0, 500);
            return text.isEmpty() ? null : text;
        }

        String oneOf(String field, @Nullable String value, Set<String> allowed) {
            if (value == null || !allowed.contains(value)) {
                refuse(field, "should be one of " + allowed.stream().sorted().collect(Collectors.joining(", ")));
            }
            return value == null ? "" : value;
        }

        @Nullable
        Integer year(@Nullable Integer year, int thisYear) {
            if (year != null && (year < OLDEST_YEAR || year > thisYear + 1)) {
                refuse("established", "should be a year from " + OLDEST_YEAR + " to " + (thisYear + 1));
            }
            return year;
        }

        <T, R> List<R> each(String field, @Nullable List<T> values, BiFunction<String, T, R> check) {
            if (values == null) {
                return List.of();
            }
            if (values.size() > MOST_ENTRIES) {
                refuse(field, "should have at most " + MOST_ENTRIES + " entries");
                return List.of();
            }
            Set<R> kept = new LinkedHashSet<>();
            for (int index = 0; index < values.size(); index++) {
                T value = values.get(index);
                if (value == null) {
                    refuse(field + "[" + index + "]", "should not be null");
                } else {
                    kept.add(check.apply(field + "[" + index + "]", value));
                }
            }
            return List.copyOf(kept);
        }

        List<String> kinds(@Nullable List<String> kinds) {
            if (kinds == null || kinds.isEmpty()) {
                refuse("kinds", "needs at least one of " + String.join(", ", KINDS));
            }
            return each("kinds", kinds, (field, kind) -> oneOf(field, kind, KINDS)).stream()
                    .sorted()
                    .toList();
        }

        List<Name> names(String display, @Nullable List<Name> names) {
            List<Name> checked = each("names", names, this::name);
            if (display.isEmpty()
                    || checked.stream().anyMatch(name -> name.value().equals(display))) {
                return checked;
            }
            List<Name> withDisplay = new ArrayList<>(checked);
            withDisplay.addFirst(new Name(display, null, List.of("label")));
            return List.copyOf(withDisplay);
        }

        private Name name(String field, Name name) {
            String language = name.language() == null || name.language().isBlank() ? null : name.language();
            if (language != null && !LANGUAGE.matcher(language).matches()) {
                refuse(field + ".language", "should be a BCP 47 language tag such as en or zh-Hant");
            }
            List<String> types = name.types() == null || name.types().isEmpty() ? List.of("label") : name.types();
            return new Name(
                    text(field + ".value", name.value(), 1, 1000),
                    language,
                    each(field + ".types", types, (at, type) -> oneOf(at, type, NAME_TYPES)).stream()
                            .sorted()
                            .toList());
        }

        List<Place> places(Profile profile) {
            List<Place> places = each("places", profile.places(), this::place);
            if (!places.isEmpty()) {
                if (profile.country() != null
                        && !profile.country().equals(places.getFirst().country())) {
                    refuse("country", "should be the country of the first place, or be left out");
                }
                return places;
            }
            return List.of(new Place(country("country", profile.country()), null, null, null, null, null, null, null));
        }

        private Place place(String field, Place place) {
            Double latitude = place.latitude();
            Double longitude = place.longitude();
            if ((latitude == null) != (longitude == null)) {
                refuse(field, "needs latitude and longitude together");
            }
            if (latitude != null && (latitude.isNaN() || Math.abs(latitude) > 90)) {
                refuse(field + ".latitude", "should be degrees from -90 to 90");
            }
            if (longitude != null && (longitude.isNaN() || Math.abs(longitude) > 180)) {
                refuse(field + ".longitude", "should be degrees from -180 to 180");
            }
            return new Place(
                    country(field + ".country", place.country()),
                    optionalText(field + ".countryName", place.countryName()),
                    optionalText(field + ".subdivision", place.subdivision()),
                    optionalText(field + ".subdivisionName", place.subdivisionName()),
                    optionalText(field + ".city", place.city()),
                    latitude,
                    longitude,
                    place.geonamesId());
        }

        private String country(String field, @Nullable String country) {
            if (country == null || !COUNTRIES.contains(country)) {
                refuse(field, country == null ? "is needed" : "should be an ISO 3166-1 alpha-2 code such as DE");
            }
            return country == null ? "" : country;
        }

        private Link link(String field, Link link) {
            String url = text(field + ".url", link.url(), 1, 2000);
            if (!url.isEmpty() && !isWebAddress(url)) {
                refuse(field + ".url", "should be an address that starts with https:// or http://");
            }
            return new Link(oneOf(field + ".type", link.type(), LINK_TYPES), url);
        }

        private static boolean isWebAddress(String url) {
            try {
                // Registries hold addresses with letters of every script (RFC 3987), which java.net.URI takes.
                URI uri = new URI(url.replace(" ", "%20").replace("|", "%7C"));
                return uri.getRawAuthority() != null
                        && Set.of("http", "https").contains(uri.getScheme().toLowerCase(Locale.ROOT));
            } catch (URISyntaxException | NullPointerException _) {
                return false;
            }
        }

        private String domain(String field, String domain) {
            String ascii = text(field, domain, 1, 253).toLowerCase(Locale.ROOT);
            try {
                ascii = IDN.toASCII(ascii);
            } catch (IllegalArgumentException _) {
                // The pattern below refuses it.
            }
            if (!DOMAIN.matcher(ascii).matches()) {
                refuse(field, "should be a host name such as example.org");
            }
            return ascii;
        }

        private Identifier identifier(String field, Identifier identifier) {
            return new Identifier(
                    scheme(field, identifier.scheme()),
                    text(field + ".value", identifier.value(), 1, 255),
                    identifier.preferred());
        }

        private String scheme(String field, @Nullable String scheme) {
            if (scheme == null || !SCHEME.matcher(scheme).matches()) {
                refuse(field + ".scheme", "should be lower-case letters, digits, - or _, such as wikidata");
            }
            return scheme == null ? "" : scheme;
        }

        private Relationship relationship(String field, Relationship relationship) {
            return new Relationship(
                    oneOf(field + ".type", relationship.type(), RELATIONSHIP_TYPES),
                    scheme(field, relationship.scheme()),
                    text(field + ".value", relationship.value(), 1, 255),
                    text(field + ".label", relationship.label(), 1, 500));
        }
    }
}
