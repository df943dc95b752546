package dev.waymark.organization;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Link;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import java.util.List;
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
        Address address) {

    @JsonPropertyOrder("@type")
    record Address(
            @JsonProperty("@type") String type,
            String addressCountry,
            @Nullable String addressLocality) {}

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
                state.links().stream()
                        .filter(link -> link.type().equals("website"))
                        .map(Link::url)
                        .findFirst()
                        .orElse(null),
                state.links().stream()
                        .filter(link -> !link.type().equals("website"))
                        .map(Link::url)
                        .toList(),
                new Address("PostalAddress", place.country(), place.city()));
    }
}
