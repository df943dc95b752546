/** Tests of the commands. */
@NullMarked
package dev.waymark.stack.cli;

import org.jspecify.annotations.NullMarked;
