package dev.waymark.organization;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.waymark.events.OrganizationState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record of the Research Organization Registry, as far as the directory takes it (ROR schema v2). */
@JsonIgnoreProperties(ignoreUnknown = true)
record RorRecord(
        @Nullable String id,
        @Nullable String status,
        @Nullable Integer established,
        @Nullable List<String> types,
        @Nullable List<Name> names,
        @Nullable List<String> domains,
        @Nullable List<Link> links,
        @Nullable List<Location> locations,
        @JsonProperty("external_ids") @Nullable List<ExternalId> externalIds,
        @Nullable List<Relationship> relationships,
        @Nullable Admin admin) {

    static final String SCHEME = "ror";
    private static final String DISPLAY = "ror_display";
    /** The nine characters of a ROR id: a leading zero, six of Crockford's base 32, and a checksum of two digits. */
    private static final Pattern ID = Pattern.compile("(?:https://ror\\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})");

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Name(
            @Nullable String value,
            @Nullable String lang,
            @Nullable List<String> types) {
        boolean isDisplay() {
            return types != null && types.contains(DISPLAY);
        }

        /** ROR marks the name to show by a type; the directory has a member for it. */
        private OrganizationState.Name toName() {
            List<String> kept =
                    or(types).stream().filter(type -> !type.equals(DISPLAY)).toList();
            return new OrganizationState.Name(value == null ? "" : value, lang, kept);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Link(@Nullable String type, @Nullable String value) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Location(
            @JsonProperty("geonames_id") @Nullable Long geonamesId,
            @JsonProperty("geonames_details") @Nullable Details details) {
        private OrganizationState.Place toPlace() {
            return details == null
                    ? new OrganizationState.Place("", null, null, null, null, null, null, geonamesId)
                    : new OrganizationState.Place(
                            details.countryCode == null ? "" : details.countryCode,
                            details.countryName,
                            details.subdivision,
                            details.subdivisionName,
                            details.name,
                            details.lat,
                            details.lng,
                            geonamesId);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Details(
            @Nullable String name,
            @Nullable Double lat,
            @Nullable Double lng,
            @JsonProperty("country_code") @Nullable String countryCode,
            @JsonProperty("country_name") @Nullable String countryName,

            @JsonProperty("country_subdivision_code") @Nullable
            String subdivision,

            @JsonProperty("country_subdivision_name") @Nullable
            String subdivisionName) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record ExternalId(
            @Nullable String type,
            @Nullable List<String> all,
            @Nullable String preferred) {
        private Stream<OrganizationState.Identifier> toIdentifiers() {
            return or(all).stream()
                    .map(value ->
                            new OrganizationState.Identifier(type == null ? "" : type, value, value.equals(preferred)));
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Relationship(
            @Nullable String id,
            @Nullable String type,
            @Nullable String label) {
        private OrganizationState.Relationship toRelationship() {
            return new OrganizationState.Relationship(
                    type == null ? "" : type, SCHEME, shortId(id).orElse(""), label == null ? "" : label);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Admin(@JsonProperty("last_modified") @Nullable Modified lastModified) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Modified(@Nullable String date) {}

    /** When ROR last changed the record: the start of that day (UTC), since no hour is told; null when it does not say. */
    @Nullable
    Instant date() {
        if (admin == null || admin.lastModified == null || admin.lastModified.date == null) {
            return null;
        }
        try {
            return LocalDate.parse(admin.lastModified.date)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    /** What the record states; the rules of profiles say afterwards whether it is acceptable. */
    Profile toProfile() {
        String name = Stream.concat(
                        or(names).stream().filter(Name::isDisplay),
                        or(names).stream()
                                .filter(candidate -> or(candidate.types).contains("label")))
                .map(Name::value)
                .findFirst()
                .orElse(null);
        List<OrganizationState.Identifier> identifiers = new ArrayList<>();
        identifiers.add(new OrganizationState.Identifier(SCHEME, shortId(id).orElse(""), true));
        or(externalIds).stream().flatMap(ExternalId::toIdentifiers).forEach(identifiers::add);
        return new Profile(
                name,
                null,
                or(types),
                status,
                or(names).stream().map(Name::toName).toList(),
                established,
                or(locations).stream().map(Location::toPlace).toList(),
                or(links).stream()
                        .map(link -> new OrganizationState.Link(
                                link.type == null ? "" : link.type, link.value == null ? "" : link.value))
                        .toList(),
                or(domains),
                identifiers,
                or(relationships).stream().map(Relationship::toRelationship).toList());
    }

    static Optional<String> shortId(@Nullable String id) {
        return Optional.ofNullable(id)
                .map(ID::matcher)
                .filter(java.util.regex.Matcher::matches)
                .map(found -> found.group(1));
    }

    private static <T> List<T> or(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
