/** The commands of {@code ./dev}. They talk to the supervisor, which runs in another process, by its lock and its state file. */
@NullMarked
package dev.waymark.stack.cli;

import org.jspecify.annotations.NullMarked;
