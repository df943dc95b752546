package dev.waymark.platform.pages;

import org.jspecify.annotations.Nullable;

/**
 * What the layout says of a page beside its content.
 *
 * @param title the page's own title, without the site's name
 * @param description one or two sentences for search engines; null when there is nothing to say
 * @param canonicalPath the path that others should link to, starting with a slash; null for pages that nobody should link to, such as
 *     errors and result lists, which then also ask not to be indexed
 * @param query what stands in the search box of the header; null leaves it empty
 * @param structuredData a JSON-LD document about the subject of the page, in JSON; null when there is none
 * @param script the name of a script among the {@link Assets}, loaded as a module; null when the page needs none
 */
public record Page(
        String title,
        @Nullable String description,
        @Nullable String canonicalPath,
        @Nullable String query,
        @Nullable String structuredData,
        @Nullable String script) {

    public Page(String title, @Nullable String description, @Nullable String canonicalPath, @Nullable String query) {
        this(title, description, canonicalPath, query, null, null);
    }

    public static Page of(String title) {
        return new Page(title, null, null, null);
    }

    public Page describedAs(String text) {
        return new Page(title, text, canonicalPath, query, structuredData, script);
    }

    public Page at(String path) {
        return new Page(title, description, path, query, structuredData, script);
    }

    public Page searching(String text) {
        return new Page(title, description, canonicalPath, text, structuredData, script);
    }

    /** @param jsonLd a JSON document (JSON-LD 1.1); its {@code <} are escaped by the layout */
    public Page withStructuredData(String jsonLd) {
        return new Page(title, description, canonicalPath, query, jsonLd, script);
    }

    public Page withScript(String name) {
        return new Page(title, description, canonicalPath, query, structuredData, name);
    }
}
