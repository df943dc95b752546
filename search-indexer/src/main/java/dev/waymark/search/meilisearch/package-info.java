/** The little of Meilisearch's HTTP interface that is needed here. */
@NullMarked
package dev.waymark.search.meilisearch;

import org.jspecify.annotations.NullMarked;
