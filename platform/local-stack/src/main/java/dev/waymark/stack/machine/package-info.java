/** What the stack asks of the machine it runs on: processes, ports, programs and small files. */
@NullMarked
package dev.waymark.stack.machine;

import org.jspecify.annotations.NullMarked;
