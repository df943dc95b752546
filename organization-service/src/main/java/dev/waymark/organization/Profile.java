package dev.waymark.organization;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Identifier;
import dev.waymark.events.OrganizationState.Link;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import dev.waymark.events.OrganizationState.Relationship;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody states about an organisation: the body of a write. Only name, country (or a place) and kinds are needed. What the
 * directory itself adds (id, version, slug, times) may be present, as in a document that was just read, and is ignored.
 */
@JsonIgnoreProperties({"id", "version", "deleted", "slug", "createdAt", "updatedAt"})
record Profile(
        @Nullable String name,
        @Nullable String country,
        @Nullable List<String> kinds,
        @Nullable String status,
        @Nullable List<Name> names,
        @Nullable Integer established,
        @Nullable List<Place> places,
        @Nullable List<Link> links,
        @Nullable List<String> domains,
        @Nullable List<Identifier> identifiers,
        @Nullable List<Relationship> relationships) {

    /** What the document says without what the directory added. */
    static Profile of(OrganizationState state) {
        return new Profile(
                state.name(),
                state.country(),
                state.kinds(),
                state.status(),
                state.names(),
                state.established(),
                state.places(),
                state.links(),
                state.domains(),
                state.identifiers(),
                state.relationships());
    }
}
