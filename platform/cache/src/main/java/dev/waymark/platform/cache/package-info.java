/** The cache server (Dragonfly, Valkey or Redis): what copies of a service share for a while and can do without. */
@NullMarked
package dev.waymark.platform.cache;

import org.jspecify.annotations.NullMarked;
