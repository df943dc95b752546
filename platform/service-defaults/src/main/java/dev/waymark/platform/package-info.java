/** Service defaults: what the services share, without a domain of its own. */
@NullMarked
package dev.waymark.platform;

import org.jspecify.annotations.NullMarked;
