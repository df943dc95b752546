/** How others take the directory with them: change feed, dump, sitemap and Atom feed. Documents travel as they are stored. */
@NullMarked
package dev.waymark.organization.syndication;

import org.jspecify.annotations.NullMarked;
