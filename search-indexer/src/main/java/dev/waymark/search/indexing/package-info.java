/** The search engine's index: what is in it, how it is fed from the read model, and how it is built anew. */
@NullMarked
package dev.waymark.search.indexing;

import org.jspecify.annotations.NullMarked;
