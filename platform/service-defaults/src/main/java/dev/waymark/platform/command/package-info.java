/** Commands of a service, run in a process of their own: the same on a laptop and on a server. */
@NullMarked
package dev.waymark.platform.command;

import org.jspecify.annotations.NullMarked;
