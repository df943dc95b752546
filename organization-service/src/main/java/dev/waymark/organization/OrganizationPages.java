package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import dev.waymark.organization.OrganizationReader.Key;
import dev.waymark.organization.OrganizationReader.Stored;
import dev.waymark.organization.OrganizationView.History;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Pages;
import dev.waymark.platform.pages.Texts;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of an organisation, at its slug. */
@Controller
class OrganizationPages {
    private static final String PATH = "/organizations/";
    private static final int REVISIONS = 20;

    private final OrganizationReader reader;
    private final Pages pages;

    OrganizationPages(OrganizationReader reader, Pages pages) {
        this.reader = reader;
        this.pages = pages;
    }

    /**
     * @param slug or an external identifier as {@code scheme:value}, by which organisations name each other: it leads to the slug
     * @param before only revisions before this version are shown
     */
    @GetMapping(PATH + "{slug}")
    ResponseEntity<String> one(@PathVariable String slug, @RequestParam(required = false) @Nullable Long before) {
        Texts t = Texts.current();
        int colon = slug.indexOf(':');
        Stored stored = (colon > 0
                        ? reader.byIdentifier(new Key(slug.substring(0, colon), slug.substring(colon + 1)))
                        : reader.bySlug(slug))
                .orElseThrow(OrganizationProblems::notFound);
        if (stored.deleted()) {
            throw OrganizationProblems.deleted();
        }
        if (!stored.slug().equals(slug)) {
            HttpStatus status = colon > 0 ? HttpStatus.FOUND : HttpStatus.MOVED_PERMANENTLY;
            return ResponseEntity.status(status)
                    .location(URI.create(t.path(PATH + stored.slug())))
                    .build();
        }
        OrganizationState state = Documents.state(stored.document());
        OrganizationView view = OrganizationView.of(
                t, state, Relatives.of(state, reader::byRegistryIdentifiers), history(t, stored, before));
        Page page = Page.of(state.name())
                .at(PATH + state.slug())
                .describedAs(view.description(t))
                .withStructuredData(Documents.write(StructuredData.of(state)));
        return state.status().equals("withdrawn")
                ? pages.render(HttpStatus.GONE, page.notIndexed(), "organization.jte", Map.of("it", view))
                : pages.render(page, "organization.jte", Map.of("it", view));
    }

    private History history(Texts t, Stored stored, @Nullable Long before) {
        // One more than is shown, for the differences of the last.
        List<OrganizationReader.Revision> found = reader.revisions(stored.id(), before, REVISIONS + 1);
        List<OrganizationState> states = found.stream()
                .map(revision -> Documents.state(revision.document()))
                .toList();
        List<OrganizationView.Revision> shown = IntStream.range(0, Math.min(REVISIONS, found.size()))
                .mapToObj(index -> revision(
                        t,
                        found.get(index),
                        index + 1 < states.size() ? states.get(index + 1) : null,
                        states.get(index)))
                .toList();
        return new History(
                shown,
                found.size() <= REVISIONS
                        ? null
                        : t.path(PATH + stored.slug() + "?before="
                                + shown.getLast().version() + "#history"));
    }

    /** @param earlier null for the first revision of all */
    private static OrganizationView.Revision revision(
            Texts t,
            OrganizationReader.Revision revision,
            @Nullable OrganizationState earlier,
            OrganizationState state) {
        return new OrganizationView.Revision(
                revision.version(),
                revision.changedAt().toString(),
                t.day(revision.changedAt()),
                author(t, revision.author()),
                earlier == null,
                earlier == null ? List.of() : Difference.between(t, earlier, state));
    }

    /** Who made a change, as far as the public should know: what kind of author it was. */
    private static String author(Texts t, String author) {
        return author.startsWith("import:")
                ? t.get("author.import")
                : author.startsWith("client:") ? t.get("author.client") : author;
    }
}
