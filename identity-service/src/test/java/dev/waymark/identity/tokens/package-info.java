@NullMarked
package dev.waymark.identity.tokens;

import org.jspecify.annotations.NullMarked;
