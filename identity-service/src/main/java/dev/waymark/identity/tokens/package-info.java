/** The endpoints that clients ask: tokens, what they say, and what the provider is. */
@NullMarked
package dev.waymark.identity.tokens;

import org.jspecify.annotations.NullMarked;
