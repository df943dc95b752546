/** What the tests of several services share; no service has it at run time. */
@NullMarked
package dev.waymark.testing;

import org.jspecify.annotations.NullMarked;
