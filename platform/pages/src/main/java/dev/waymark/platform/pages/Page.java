package dev.waymark.platform.pages;

import org.jspecify.annotations.Nullable;

/**
 * What the layout says of a page beside its content.
 *
 * @param title the page's own title, without the site's name
 * @param description one or two sentences for search engines and previews; null when there is nothing to say
 * @param path the address that others should link to, without a language, starting with a slash, with its query if it has one; null
 *     for errors, which have none
 * @param indexed whether search engines may keep it; never without a path
 * @param query what stands in the search box of the header; null leaves it empty
 * @param structuredData a JSON-LD document about the subject of the page, in JSON; null when there is none
 * @param script the name of a script among the {@link Assets}, loaded as a module; null when the page needs none of its own
 */
public record Page(
        String title,
        @Nullable String description,
        @Nullable String path,
        boolean indexed,
        @Nullable String query,
        @Nullable String structuredData,
        @Nullable String script) {
    public Page {
        indexed = indexed && path != null;
    }

    public static Page of(String title) {
        return new Page(title, null, null, false, null, null, null);
    }

    public Page describedAs(String text) {
        return new Page(title, text, path, indexed, query, structuredData, script);
    }

    public Page at(String address) {
        return new Page(title, description, address, true, query, structuredData, script);
    }

    /** With an address, and still nothing for search engines: a list of results, or what was withdrawn. */
    public Page notIndexed() {
        return new Page(title, description, path, false, query, structuredData, script);
    }

    public Page searching(String text) {
        return new Page(title, description, path, indexed, text, structuredData, script);
    }

    /** @param jsonLd a JSON document (JSON-LD 1.1); its {@code <} are escaped by the layout */
    public Page withStructuredData(String jsonLd) {
        return new Page(title, description, path, indexed, query, jsonLd, script);
    }

    public Page withScript(String name) {
        return new Page(title, description, path, indexed, query, structuredData, name);
    }

    /** Whether the page is this part of the site, or below it. */
    boolean isIn(String part) {
        return path != null && (path.equals(part) || path.startsWith(part + "/") || path.startsWith(part + "?"));
    }

    /** For {@code aria-current}: null when the page is elsewhere. */
    public @Nullable String current(String part) {
        return isIn(part) ? "page" : null;
    }
}
