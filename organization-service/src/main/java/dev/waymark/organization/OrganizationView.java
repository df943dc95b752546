package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import dev.waymark.organization.Relatives.Node;
import dev.waymark.platform.pages.Texts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the page of an organisation shows, in the words of its readers; public because the template is in another package. */
public record OrganizationView(
        String id,
        String name,
        List<TextLink> kinds,
        String where,
        TextLink country,
        @Nullable String notice,
        @Nullable Integer established,
        List<OtherName> otherNames,
        List<Spot> places,
        List<TextLink> links,
        @Nullable Branch tree,
        List<Group> relationships,
        List<TextLink> identifiers,
        History history) {

    /** @param remark what kind of name it is, and its language; empty when nothing is known */
    public record OtherName(String value, @Nullable String language, String remark) {}

    /**
     * @param map address of a map; null when the coordinates are unknown, and so is what is near
     * @param near address of the results around it
     */
    public record Spot(
            String text, @Nullable String map, @Nullable String near) {}

    /** @param url null when there is nothing to lead to */
    public record TextLink(String text, @Nullable String url) {}

    public record Group(String heading, List<TextLink> links) {}

    /** @param url null for the organisation of the page itself */
    public record Branch(String text, @Nullable String url, List<Branch> parts) {}

    /** @param older address of the page with the revisions before these; null when there are none */
    public record History(
            List<Revision> revisions, @Nullable String older) {}

    /** @param first whether it is the one by which the organisation came into the directory */
    public record Revision(
            long version, String instant, String day, String author, boolean first, List<Difference> differences) {}

    static OrganizationView of(Texts t, OrganizationState state, Relatives relatives, History history) {
        Place first = state.places().getFirst();
        return new OrganizationView(
                state.id().toString(),
                state.name(),
                state.kinds().stream()
                        .map(kind -> new TextLink(t.kind(kind), t.path("/kinds/" + kind)))
                        .toList(),
                place(t, first),
                new TextLink(
                        t.country(first.country()),
                        t.path("/countries/" + first.country().toLowerCase(Locale.ROOT))),
                t.find("notice." + state.status()).orElse(null),
                state.established(),
                state.names().stream()
                        .filter(other -> !other.value().equals(state.name()))
                        .map(other -> new OtherName(other.value(), other.language(), remark(t, other)))
                        .toList(),
                state.places().stream().map(place -> spot(t, place)).toList(),
                state.links().stream()
                        .map(link -> new TextLink(
                                link.type().equals("wikipedia") ? "Wikipedia" : host(link.url()), link.url()))
                        .toList(),
                relatives.root() == null ? null : branch(t, relatives.root()),
                Stream.of("parent", "related", "predecessor", "successor")
                        .map(type -> group(t, type, relatives.others().getOrDefault(type, List.of())))
                        .filter(group -> !group.links().isEmpty())
                        .toList(),
                state.identifiers().stream()
                        .map(identifier ->
                                new TextLink(identifier.scheme() + ":" + identifier.value(), registry(identifier)))
                        .toList(),
                history);
    }

    /** One sentence about the organisation for search engines and previews. */
    String description(Texts t) {
        String kindNames = kinds.stream().map(TextLink::text).collect(Collectors.joining(", "));
        return established == null
                ? t.get("organization.description", name, kindNames, where)
                : t.get("organization.description.founded", name, kindNames, where, String.valueOf(established));
    }

    static String withRemark(Texts t, Name name) {
        String remark = remark(t, name);
        return remark.isEmpty() ? name.value() : name.value() + " (" + remark + ")";
    }

    private static String remark(Texts t, Name name) {
        Stream<String> types =
                name.types().stream().filter(type -> !type.equals("label")).map(type -> t.get("name." + type));
        return Stream.concat(types, Stream.ofNullable(name.language()).map(t::languageName))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static Branch branch(Texts t, Node node) {
        return new Branch(
                node.label(),
                node.isHere() ? null : t.path("/organizations/" + node.address()),
                node.parts().stream().map(part -> branch(t, part)).toList());
    }

    private static Group group(Texts t, String type, List<Node> nodes) {
        return new Group(
                t.get("relation." + type),
                nodes.stream()
                        .map(node -> new TextLink(node.label(), t.path("/organizations/" + node.address())))
                        .toList());
    }

    static String place(Texts t, Place place) {
        return Stream.of(place.city(), place.subdivisionName(), t.country(place.country()))
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Spot spot(Texts t, Place place) {
        if (place.latitude() == null || place.longitude() == null) {
            return new Spot(place(t, place), null, null);
        }
        String at = String.format(Locale.ROOT, "%.5f/%.5f", place.latitude(), place.longitude());
        String near = String.format(Locale.ROOT, "%.2f,%.2f", place.latitude(), place.longitude());
        return new Spot(
                place(t, place),
                "https://www.openstreetmap.org/?mlat=" + at.replace("/", "&mlon=") + "#map=13/" + at,
                t.path("/search?near=" + near + "&radius=25"));
    }

    /** Where the registry itself shows what it calls so; null for registries that are not known here. */
    private static @Nullable String registry(OrganizationState.Identifier identifier) {
        return switch (identifier.scheme()) {
            case "ror" -> "https://ror.org/" + identifier.value();
            case "wikidata" -> "https://www.wikidata.org/wiki/" + identifier.value();
            case "isni" -> "https://isni.org/isni/" + identifier.value().replace(" ", "");
            default -> null;
        };
    }

    private static String host(String url) {
        try {
            String host = new URI(url).getHost();
            return host == null ? url : host;
        } catch (URISyntaxException _) {
            return url;
        }
    }
}
