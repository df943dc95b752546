package dev.waymark.organization;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Link;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An organisation in the vocabulary of schema.org, type {@code Organization}, for search engines. */
@JsonPropertyOrder({"@context", "@type"})
record StructuredData(
        @JsonProperty("@context") String context,
        @JsonProperty("@type") String type,
        String name,
        List<String> alternateName,
        @Nullable String foundingDate,
        @Nullable String url,
        List<String> sameAs,
        List<PropertyValue> identifier,
        Address address,
        @Nullable Location location,
        List<Parent> parentOrganization) {

    @JsonPropertyOrder("@type")
    record Address(
            @JsonProperty("@type") String type,
            String addressCountry,
            @Nullable String addressRegion,
            @Nullable String addressLocality) {}

    /** @param propertyID the registry */
    @JsonPropertyOrder("@type")
    record PropertyValue(@JsonProperty("@type") String type, String propertyID, String value) {}

    @JsonPropertyOrder("@type")
    record Location(@JsonProperty("@type") String type, Coordinates geo) {}

    /** In degrees (WGS 84). */
    @JsonPropertyOrder("@type")
    record Coordinates(@JsonProperty("@type") String type, double latitude, double longitude) {}

    @JsonPropertyOrder("@type")
    record Parent(@JsonProperty("@type") String type, String name) {}

    static StructuredData of(OrganizationState state) {
        Place place = state.places().getFirst();
        return new StructuredData(
                "https://schema.org",
                "Organization",
                state.name(),
                state.names().stream()
                        .map(Name::value)
                        .filter(name -> !name.equals(state.name()))
                        .distinct()
                        .toList(),
                state.established() == null ? null : String.format("%04d", state.established()),
                links(state, type -> type.equals("website")).stream()
                        .findFirst()
                        .orElse(null),
                links(state, type -> !type.equals("website")),
                state.identifiers().stream()
                        .map(identifier -> new PropertyValue("PropertyValue", identifier.scheme(), identifier.value()))
                        .toList(),
                new Address("PostalAddress", place.country(), place.subdivisionName(), place.city()),
                location(place),
                state.relationships().stream()
                        .filter(relationship -> relationship.type().equals("parent"))
                        .map(parent -> new Parent("Organization", parent.label()))
                        .toList());
    }

    private static List<String> links(OrganizationState state, Predicate<String> type) {
        return state.links().stream()
                .filter(link -> type.test(link.type()))
                .map(Link::url)
                .toList();
    }

    private static @Nullable Location location(Place place) {
        return place.latitude() == null || place.longitude() == null
                ? null
                : new Location("Place", new Coordinates("GeoCoordinates", place.latitude(), place.longitude()));
    }
}
