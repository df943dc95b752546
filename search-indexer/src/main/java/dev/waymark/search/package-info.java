/** The read model of organisations, the search index fed from it, and search. */
@NullMarked
package dev.waymark.search;

import org.jspecify.annotations.NullMarked;
