package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Which members of the public document a change touched. */
final class ChangedMembers {
    private static final List<String> ALWAYS = List.of("version", "updatedAt");

    private ChangedMembers() {}

    /** @return the names of the top-level members that differ, sorted, without version and time of the change */
    static List<String> between(OrganizationState before, OrganizationState after) {
        JsonNode left = Documents.mapper().valueToTree(before);
        JsonNode right = Documents.mapper().valueToTree(after);
        return Stream.concat(left.propertyNames().stream(), right.propertyNames().stream())
                .distinct()
                .filter(member -> !ALWAYS.contains(member))
                .filter(member -> !Objects.equals(left.get(member), right.get(member)))
                .sorted()
                .toList();
    }
}
