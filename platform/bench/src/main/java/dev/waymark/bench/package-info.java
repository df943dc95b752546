/** Measures what Waymark costs beside the servers that it is made of. {@code platform/bench/run} starts it. */
@NullMarked
package dev.waymark.bench;

import org.jspecify.annotations.NullMarked;
