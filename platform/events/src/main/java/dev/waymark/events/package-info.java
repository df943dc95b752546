/** The event contract of a site: what is on its topics. Records without behaviour; the same shapes as the schemas in the docs. */
@NullMarked
package dev.waymark.events;

import org.jspecify.annotations.NullMarked;
