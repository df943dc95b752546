/** The keys that sign tokens: kept encrypted, announced before they sign, published until nothing needs them. */
@NullMarked
package dev.waymark.identity.keys;

import org.jspecify.annotations.NullMarked;
