@NullMarked
package dev.waymark.identity.keys;

import org.jspecify.annotations.NullMarked;
