/** Outside the service's own package, so that its component scan does not find it. */
@NullMarked
package dev.waymark.resourceserver;

import org.jspecify.annotations.NullMarked;
