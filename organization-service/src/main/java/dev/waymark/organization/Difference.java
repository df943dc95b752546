package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import dev.waymark.platform.pages.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a revision changed in one field, in the words of the page.
 *
 * @param removed what the field said before and does not any more
 * @param added what it says since
 */
public record Difference(String field, List<String> removed, List<String> added) {

    /** A field as a list of values, each as people read it. */
    private record Field(String name, List<String> values) {}

    /** @return the fields that differ; empty when nothing does that a page shows */
    static List<Difference> between(Texts t, OrganizationState before, OrganizationState after) {
        List<Field> old = fields(t, before);
        List<Field> now = fields(t, after);
        List<Difference> differences = new ArrayList<>();
        for (int index = 0; index < now.size(); index++) {
            List<String> removed =
                    without(old.get(index).values(), now.get(index).values());
            List<String> added = without(now.get(index).values(), old.get(index).values());
            if (!removed.isEmpty() || !added.isEmpty()) {
                differences.add(new Difference(now.get(index).name(), removed, added));
            }
        }
        return differences;
    }

    private static List<String> without(List<String> values, List<String> others) {
        return values.stream().filter(value -> !others.contains(value)).toList();
    }

    private static List<Field> fields(Texts t, OrganizationState state) {
        return List.of(
                new Field(t.get("field.name"), List.of(state.name())),
                new Field(t.get("field.status"), List.of(t.status(state.status()))),
                new Field(
                        t.get("field.kinds"),
                        state.kinds().stream().map(t::kind).toList()),
                new Field(
                        t.get("field.names"),
                        state.names().stream()
                                .map(name -> OrganizationView.withRemark(t, name))
                                .toList()),
                new Field(
                        t.get("field.established"),
                        Stream.ofNullable(state.established())
                                .map(String::valueOf)
                                .toList()),
                new Field(
                        t.get("field.places"),
                        state.places().stream()
                                .map(place ->
                                        OrganizationView.place(t, place) + point(place.latitude(), place.longitude()))
                                .toList()),
                new Field(
                        t.get("field.links"),
                        state.links().stream().map(OrganizationState.Link::url).toList()),
                new Field(t.get("field.domains"), state.domains()),
                new Field(
                        t.get("field.identifiers"),
                        state.identifiers().stream()
                                .map(identifier -> identifier.scheme() + ":" + identifier.value())
                                .toList()),
                new Field(
                        t.get("field.relationships"),
                        state.relationships().stream()
                                .map(relationship ->
                                        t.get("relation." + relationship.type()) + ": " + relationship.label())
                                .toList()));
    }

    private static String point(@Nullable Double latitude, @Nullable Double longitude) {
        return latitude == null || longitude == null
                ? ""
                : String.format(Locale.ROOT, " (%.5f, %.5f)", latitude, Objects.requireNonNull(longitude));
    }
}
