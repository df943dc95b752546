/** Settings from {@code .env.dist}, {@code .env}, {@code .env.local} and the process environment, checked before anything starts. */
@NullMarked
package dev.waymark.platform.settings;

import org.jspecify.annotations.NullMarked;
