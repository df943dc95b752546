/** Web Authentication Level 3: the server's side of its ceremonies, and what is kept of passkeys. */
@NullMarked
package dev.waymark.identity.factors.passkeys;

import org.jspecify.annotations.NullMarked;
