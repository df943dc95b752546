package dev.waymark.events;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The whole public document of an organisation after a change.
 *
 * @param id UUIDv7 of the organisation, also the record's key
 * @param version starts at 1 and grows by one with every change
 * @param deleted true in the last document, which a tombstone follows; only id, version, slug, name and the times then count
 * @param slug the path segment of its page
 * @param name the name to show
 * @param names every name, the one to show among them
 * @param status {@code active}, {@code inactive} or {@code withdrawn}
 * @param kinds of {@code archive}, {@code company}, {@code education}, {@code facility}, {@code funder}, {@code government},
 *     {@code healthcare}, {@code nonprofit}, {@code other}; at least one
 * @param country ISO 3166-1 alpha-2 code of the first place, upper case
 * @param established founding year, negative for years before the common era
 * @param places where it is, the first one first in importance
 * @param domains host names without scheme, lower case
 */
public record OrganizationState(
        UUID id,
        long version,
        boolean deleted,
        String slug,
        String name,
        List<Name> names,
        String status,
        List<String> kinds,
        String country,
        @Nullable Integer established,
        List<Place> places,
        List<Link> links,
        List<String> domains,
        List<Identifier> identifiers,
        List<Relationship> relationships,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * @param language BCP 47 tag, null when unknown
     * @param types of {@code label}, {@code alias}, {@code acronym}; at least one
     */
    public record Name(String value, @Nullable String language, List<String> types) {}

    /**
     * @param country ISO 3166-1 alpha-2, upper case
     * @param countryName in English
     * @param subdivision ISO 3166-2 code without the country, such as {@code CA}
     * @param latitude in degrees, WGS 84; null together with longitude
     * @param geonamesId identifier at GeoNames
     */
    public record Place(
            String country,
            @Nullable String countryName,
            @Nullable String subdivision,
            @Nullable String subdivisionName,
            @Nullable String city,
            @Nullable Double latitude,
            @Nullable Double longitude,
            @Nullable Long geonamesId) {}

    /** @param type {@code website} or {@code wikipedia} */
    public record Link(String type, String url) {}

    /**
     * @param scheme lower case, such as {@code ror}, {@code wikidata}, {@code isni}
     * @param preferred true for the one to show among several of a scheme
     */
    public record Identifier(String scheme, String value, boolean preferred) {}

    /**
     * @param type {@code parent}, {@code child}, {@code related}, {@code predecessor} or {@code successor}: what the other one is to
     *     this one
     * @param scheme and value: an external identifier of the other organisation, which need not be in this directory
     * @param label its name when the relationship was written
     */
    public record Relationship(String type, String scheme, String value, String label) {}
}
