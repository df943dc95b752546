/** From the topic into the table: every record takes effect once, and one that cannot be read stops nobody. */
@NullMarked
package dev.waymark.search.intake;

import org.jspecify.annotations.NullMarked;
