/** Machine clients: who they are, what they may ask for, and their secrets. */
@NullMarked
package dev.waymark.identity.clients;

import org.jspecify.annotations.NullMarked;
