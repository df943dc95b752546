@NullMarked
package dev.waymark.identity.hashing;

import org.jspecify.annotations.NullMarked;
