/** Spans around work on many records at once. */
@NullMarked
package dev.waymark.search.telemetry;

import org.jspecify.annotations.NullMarked;
