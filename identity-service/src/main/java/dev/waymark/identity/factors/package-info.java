/**
 * Second factors: authenticator apps, passkeys, recovery codes and trusted browsers. What Web Authentication asks for is in
 * {@code passkeys}, what people see of it in {@code pages}.
 */
@NullMarked
package dev.waymark.identity.factors;

import org.jspecify.annotations.NullMarked;
