package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Relationship;
import dev.waymark.organization.OrganizationReader.Key;
import dev.waymark.organization.OrganizationReader.Stored;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How an organisation stands among others, as a tree: what it is part of, up to the top, and what its parts are, with theirs. What
 * relationships name and this directory does not have is there all the same, under the name that was written down.
 *
 * @param root the topmost that is known; null when there is neither a parent nor a part
 * @param others what is neither above nor below, by the type of the relationship
 */
record Relatives(@Nullable Node root, Map<String, List<Node>> others) {
    /** So many steps up are looked at: a tree that is deeper than this, or runs in a circle, is cut off. */
    private static final int MOST_ABOVE = 5;

    /** More parts than this are shown without parts of their own. */
    private static final int MOST_WITH_PARTS = 40;

    /** @param key null for the organisation of the page itself */
    record Node(String label, @Nullable String slug, OrganizationReader.@Nullable Key key, List<Node> parts) {
        boolean isHere() {
            return key == null;
        }

        /** Below {@code /organizations/}: the slug where it is known; else the identifier, which leads there when it can. */
        String address() {
            return slug == null && key != null ? key.scheme() + ":" + key.value() : String.valueOf(slug);
        }
    }

    /** @param lookup finds the organisations that registries name so */
    static Relatives of(OrganizationState state, Function<Collection<Key>, Map<Key, Stored>> lookup) {
        Known known = new Known(lookup);
        known.add(state.relationships().stream());
        List<Relationship> children = ofType(state, "child").toList();
        boolean withParts = children.size() <= MOST_WITH_PARTS;
        List<Node> parts = children.stream()
                .map(child -> known.node(child, withParts ? known.parts(child) : List.of()))
                .toList();
        Node here = new Node(state.name(), state.slug(), null, parts);
        Node root = here;
        Set<Key> seen = new HashSet<>();
        Optional<Relationship> parent = ofType(state, "parent").findFirst();
        while (parent.isPresent() && seen.add(key(parent.get())) && seen.size() <= MOST_ABOVE) {
            root = known.node(parent.get(), List.of(root));
            known.add(parent.stream());
            parent = known.state(parent.get())
                    .flatMap(above -> ofType(above, "parent").findFirst());
        }
        Map<String, List<Node>> others = new HashMap<>();
        Stream.of("related", "predecessor", "successor")
                .forEach(type -> others.put(
                        type,
                        ofType(state, type)
                                .map(other -> known.node(other, List.of()))
                                .toList()));
        others.put(
                "parent",
                ofType(state, "parent")
                        .skip(1)
                        .map(other -> known.node(other, List.of()))
                        .toList());
        return new Relatives(root == here && parts.isEmpty() ? null : root, others);
    }

    private static Stream<Relationship> ofType(OrganizationState state, String type) {
        return state.relationships().stream()
                .filter(relationship -> relationship.type().equals(type));
    }

    private static Key key(Relationship relationship) {
        return new Key(relationship.scheme(), relationship.value());
    }

    private static final class Known {
        private final Function<Collection<Key>, Map<Key, Stored>> lookup;
        private final Map<Key, Stored> found = new HashMap<>();

        Known(Function<Collection<Key>, Map<Key, Stored>> lookup) {
            this.lookup = lookup;
        }

        void add(Stream<Relationship> relationships) {
            List<Key> missing = relationships
                    .map(Relatives::key)
                    .filter(key -> !found.containsKey(key))
                    .distinct()
                    .toList();
            if (!missing.isEmpty()) {
                lookup.apply(missing).forEach((key, stored) -> {
                    if (!stored.deleted()) {
                        found.put(key, stored);
                    }
                });
            }
        }

        Optional<OrganizationState> state(Relationship relationship) {
            return Optional.ofNullable(found.get(key(relationship))).map(stored -> Documents.state(stored.document()));
        }

        Node node(Relationship relationship, List<Node> parts) {
            Stored stored = found.get(key(relationship));
            return new Node(relationship.label(), stored == null ? null : stored.slug(), key(relationship), parts);
        }

        List<Node> parts(Relationship relationship) {
            return state(relationship).stream()
                    .flatMap(state -> ofType(state, "child"))
                    .map(child -> node(child, List.of()))
                    .toList();
        }
    }
}
