/** The plan catalogue: what a plan costs and what it permits. */
@NullMarked
package dev.waymark.billing;

import org.jspecify.annotations.NullMarked;
