package dev.waymark.search.indexing;

import dev.waymark.events.OrganizationState;
import dev.waymark.events.OrganizationState.Name;
import dev.waymark.events.OrganizationState.Place;
import dev.waymark.search.readmodel.StoredDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the index holds of an organisation: what is searched, what filters, and what a hit shows without asking anyone else. */
final class IndexDocument {
    private static final JsonMapper json = JsonMapper.builder().build();

    private IndexDocument() {}

    /** @param stored a document that is not deleted */
    static Map<String, Object> of(StoredDocument stored) {
        OrganizationState state = json.readValue(Objects.requireNonNull(stored.document()), OrganizationState.class);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", stored.id());
        document.put("version", stored.version());
        document.put("hash", stored.hash());
        document.put("name", plain(state.name()));
        document.put("slug", state.slug());
        document.put("names", names(state, "label"));
        document.put("acronyms", names(state, "acronym"));
        document.put("aliases", names(state, "alias"));
        document.put("kinds", state.kinds());
        document.put("country", state.country());
        document.put("status", state.status());
        if (state.established() != null) {
            document.put("established", state.established());
        }
        document.put(
                "identifiers",
                state.identifiers().stream()
                        .map(identifier -> identifier.scheme() + ":" + identifier.value())
                        .toList());
        document.put(
                "identifierValues",
                state.identifiers().stream()
                        .map(identifier -> identifier.value().replace(" ", ""))
                        .distinct()
                        .toList());
        document.put("domains", state.domains());
        state.places().stream().findFirst().ifPresent(place -> putPlace(document, place));
        return document;
    }

    /** Names of a type, without the one to show, which is searched before them. */
    private static List<String> names(OrganizationState state, String type) {
        return state.names().stream()
                .filter(name -> name.types().contains(type))
                .map(Name::value)
                .filter(value -> !value.equals(state.name()))
                .map(IndexDocument::plain)
                .distinct()
                .toList();
    }

    /** Without the two characters with which search marks what matches. */
    private static String plain(String text) {
        return text.replace("\uE000", "").replace("\uE001", "");
    }

    private static void putPlace(Map<String, Object> document, Place place) {
        putIfKnown(document, "city", place.city());
        putIfKnown(
                document,
                "countryName",
                place.countryName() == null
                        ? Locale.of("", place.country()).getDisplayCountry(Locale.ENGLISH)
                        : place.countryName());
        putIfKnown(document, "subdivision", place.subdivisionName());
        if (place.latitude() != null && place.longitude() != null) {
            document.put("latitude", place.latitude());
            document.put("longitude", place.longitude());
        }
    }

    private static void putIfKnown(Map<String, Object> document, String member, @Nullable String value) {
        if (value != null) {
            document.put(member, plain(value));
        }
    }
}
