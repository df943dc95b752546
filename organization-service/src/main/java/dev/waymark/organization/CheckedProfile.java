package dev.waymark.organization;

import dev.waymark.events.OrganizationState.Identifier;
import dev.waymark.events.OrganizationState.Link;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import dev.waymark.events.OrganizationState.Relationship;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A profile that keeps every rule, with nothing left open; made by {@link ProfileRules} only. */
record CheckedProfile(
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
        List<Relationship> relationships) {

    /** The identifier by which a registry names this organisation and no other. */
    Optional<Identifier> registryIdentifier() {
        return identifiers.stream().filter(ProfileRules::isExclusive).findFirst();
    }
}
