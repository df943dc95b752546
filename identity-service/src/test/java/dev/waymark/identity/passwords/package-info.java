@NullMarked
package dev.waymark.identity.passwords;

import org.jspecify.annotations.NullMarked;
