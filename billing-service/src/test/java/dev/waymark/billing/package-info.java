@NullMarked
package dev.waymark.billing;

import org.jspecify.annotations.NullMarked;
