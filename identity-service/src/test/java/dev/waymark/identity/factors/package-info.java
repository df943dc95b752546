@NullMarked
package dev.waymark.identity.factors;

import org.jspecify.annotations.NullMarked;
