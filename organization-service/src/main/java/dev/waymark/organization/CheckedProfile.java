package dev.waymark.organization;

import dev.waymark.events.OrganizationState.Identifier;
import dev.waymark.events.OrganizationState.Link;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import dev.waymark.events.OrganizationState.Relationship;
import java.util.List;
import java.util.stream.Stream;
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

    /** The identifiers by which registries, or the owner of the directory, name this organisation and no other. */
    Stream<Identifier> exclusiveIdentifiers() {
        return identifiers.stream().filter(ProfileRules::isExclusive);
    }

    CheckedProfile withIdentifiers(List<Identifier> others) {
        return new CheckedProfile(
                name, names, status, kinds, country, established, places, links, domains, others, relationships);
    }
}
