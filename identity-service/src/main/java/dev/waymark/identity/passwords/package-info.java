/** Passwords: what they must be like, and how they are kept. */
@NullMarked
package dev.waymark.identity.passwords;

import org.jspecify.annotations.NullMarked;
