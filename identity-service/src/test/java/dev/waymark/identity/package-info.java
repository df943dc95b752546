@NullMarked
package dev.waymark.identity;

import org.jspecify.annotations.NullMarked;
