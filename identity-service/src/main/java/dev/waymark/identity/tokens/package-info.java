/** The token endpoint of OAuth 2 and what it issues. */
@NullMarked
package dev.waymark.identity.tokens;

import org.jspecify.annotations.NullMarked;
