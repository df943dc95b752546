/** Signing up, signing in, and getting back in. */
@NullMarked
package dev.waymark.identity.signin;

import org.jspecify.annotations.NullMarked;
