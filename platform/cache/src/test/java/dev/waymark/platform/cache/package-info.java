@NullMarked
package dev.waymark.platform.cache;

import org.jspecify.annotations.NullMarked;
