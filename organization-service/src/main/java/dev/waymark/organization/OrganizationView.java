package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import dev.waymark.events.OrganizationState.Relationship;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the page of an organisation shows, in the words of its readers; public because the template is in another package. */
public record OrganizationView(
        String id,
        String name,
        String kinds,
        String where,
        @Nullable String notice,
        @Nullable Integer established,
        List<OtherName> otherNames,
        List<Spot> places,
        List<TextLink> links,
        List<Group> relationships,
        List<String> identifiers,
        List<Revision> revisions) {

    private static final Locale LOCALE = Locale.ENGLISH;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", LOCALE);
    private static final Map<String, String> HEADINGS = headings();

    /** @param remark what kind of name it is, and its language */
    public record OtherName(String value, @Nullable String language, String remark) {}

    /** @param map address of a map; null when the coordinates are unknown */
    public record Spot(String text, @Nullable String map) {}

    /** @param url null when there is nothing to lead to */
    public record TextLink(String text, @Nullable String url) {}

    public record Group(String heading, List<TextLink> links) {}

    public record Revision(long version, String instant, String day, String author) {}

    static OrganizationView of(OrganizationState state, List<OrganizationReader.Revision> revisions) {
        return new OrganizationView(
                state.id().toString(),
                state.name(),
                state.kinds().stream().map(OrganizationView::capitalized).collect(Collectors.joining(", ")),
                place(state.places().getFirst()),
                notice(state.status()),
                state.established(),
                otherNames(state),
                state.places().stream()
                        .filter(place -> place.city() != null || place.latitude() != null)
                        .map(place -> new Spot(place(place), map(place)))
                        .toList(),
                state.links().stream()
                        .map(link -> new TextLink(
                                link.type().equals("wikipedia") ? "Wikipedia" : host(link.url()), link.url()))
                        .toList(),
                groups(state.relationships()),
                state.identifiers().stream()
                        .map(identifier -> identifier.scheme() + ":" + identifier.value())
                        .toList(),
                revisions.stream().map(OrganizationView::revision).toList());
    }

    /** One sentence about the organisation for search engines and previews. */
    String description() {
        return name + ": " + kinds.toLowerCase(LOCALE) + " in " + where
                + (established == null ? "." : ", founded " + established + ".");
    }

    private static List<OtherName> otherNames(OrganizationState state) {
        return state.names().stream()
                .filter(other -> !other.value().equals(state.name()))
                .map(other -> new OtherName(other.value(), other.language(), remark(other)))
                .toList();
    }

    private static String remark(Name other) {
        String types =
                other.types().stream().filter(type -> !type.equals("label")).collect(Collectors.joining(", "));
        String language = other.language() == null
                ? ""
                : Locale.forLanguageTag(other.language()).getDisplayLanguage(LOCALE);
        return Stream.of(types, language).filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    }

    private static List<Group> groups(List<Relationship> relationships) {
        List<Group> groups = new ArrayList<>();
        HEADINGS.forEach((type, heading) -> {
            List<TextLink> links = relationships.stream()
                    .filter(relationship -> relationship.type().equals(type))
                    .map(relationship -> new TextLink(
                            relationship.label(),
                            "/organizations/" + relationship.scheme() + ":" + relationship.value()))
                    .toList();
            if (!links.isEmpty()) {
                groups.add(new Group(heading, links));
            }
        });
        return groups;
    }

    private static Map<String, String> headings() {
        Map<String, String> headings = new LinkedHashMap<>();
        headings.put("parent", "Part of");
        headings.put("child", "Parts");
        headings.put("related", "Related");
        headings.put("predecessor", "Predecessors");
        headings.put("successor", "Successors");
        return headings;
    }

    private static String place(Place place) {
        String country = Locale.of("", place.country()).getDisplayCountry(LOCALE);
        return Stream.of(place.city(), place.subdivisionName(), country)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String map(Place place) {
        if (place.latitude() == null || place.longitude() == null) {
            return null;
        }
        String at = String.format(Locale.ROOT, "%.5f/%.5f", place.latitude(), place.longitude());
        return "https://www.openstreetmap.org/?mlat=" + at.replace("/", "&mlon=") + "#map=13/" + at;
    }

    private static @Nullable String notice(String status) {
        return switch (status) {
            case "inactive" -> "This organisation is no longer active.";
            case "withdrawn" -> "This entry was withdrawn: it was a duplicate or a mistake.";
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

    private static Revision revision(OrganizationReader.Revision revision) {
        String author = revision.author();
        return new Revision(
                revision.version(),
                revision.changedAt().toString(),
                DAY.format(revision.changedAt().atOffset(ZoneOffset.UTC)),
                author.startsWith("import:")
                        ? "Import"
                        : author.startsWith("client:") ? "A registered client" : author);
    }

    private static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(LOCALE) + word.substring(1);
    }
}
