/** Slow hashes of what people chose, in bounded numbers. */
@NullMarked
package dev.waymark.identity.hashing;

import org.jspecify.annotations.NullMarked;
