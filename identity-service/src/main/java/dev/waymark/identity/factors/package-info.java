/** Second factors: authenticator apps, passkeys, recovery codes and trusted browsers. */
@NullMarked
package dev.waymark.identity.factors;

import org.jspecify.annotations.NullMarked;
