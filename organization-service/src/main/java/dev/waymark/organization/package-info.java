/** Organisations: who they are, every revision of them, and the events that tell of changes. */
@NullMarked
package dev.waymark.organization;

import org.jspecify.annotations.NullMarked;
