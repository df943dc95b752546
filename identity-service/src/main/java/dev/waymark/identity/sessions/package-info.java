/** Where people are signed in. */
@NullMarked
package dev.waymark.identity.sessions;

import org.jspecify.annotations.NullMarked;
