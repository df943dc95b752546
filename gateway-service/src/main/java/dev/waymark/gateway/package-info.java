/** The only public door: routes, limits, security headers. */
@NullMarked
package dev.waymark.gateway;

import org.jspecify.annotations.NullMarked;
