/** How often something may be tried. */
@NullMarked
package dev.waymark.identity.limits;

import org.jspecify.annotations.NullMarked;
