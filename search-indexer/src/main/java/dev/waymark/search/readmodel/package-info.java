/** The indexer's own table of organisations: the newest state of each, and what the search engine does not have yet. */
@NullMarked
package dev.waymark.search.readmodel;

import org.jspecify.annotations.NullMarked;
