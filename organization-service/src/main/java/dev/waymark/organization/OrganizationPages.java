package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import dev.waymark.organization.OrganizationReader.Key;
import dev.waymark.organization.OrganizationReader.Stored;
import dev.waymark.platform.pages.Page;
import dev.waymark.platform.pages.Pages;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

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

    /** @param slug or an external identifier as {@code scheme:value}, by which organisations name each other: it leads to the slug */
    @GetMapping(PATH + "{slug}")
    ResponseEntity<String> one(@PathVariable String slug) {
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
                    .location(URI.create(PATH + stored.slug()))
                    .build();
        }
        OrganizationState state = Documents.state(stored.document());
        OrganizationView view = OrganizationView.of(state, reader.revisions(stored.id(), REVISIONS));
        Page page = Page.of(state.name())
                .describedAs(view.description())
                .withStructuredData(Documents.write(StructuredData.of(state)));
        // A page without a canonical path asks not to be indexed.
        return state.status().equals("withdrawn")
                ? pages.render(HttpStatus.GONE, page, "organization.jte", Map.of("it", view))
                : pages.render(page.at(PATH + state.slug()), "organization.jte", Map.of("it", view));
    }
}
