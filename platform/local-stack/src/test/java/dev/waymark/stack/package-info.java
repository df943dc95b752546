/** Tests of the local stack, on the real servers. */
@NullMarked
package dev.waymark.stack;

import org.jspecify.annotations.NullMarked;
