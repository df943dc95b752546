/** Search: its API, its pages, and the limited search that answers while the engine is away. */
@NullMarked
package dev.waymark.search.query;

import org.jspecify.annotations.NullMarked;
