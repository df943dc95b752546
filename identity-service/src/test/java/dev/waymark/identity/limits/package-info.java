@NullMarked
package dev.waymark.identity.limits;

import org.jspecify.annotations.NullMarked;
