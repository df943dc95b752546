/** Bearer tokens of machines: who may call what. */
@NullMarked
package dev.waymark.platform.security;

import org.jspecify.annotations.NullMarked;
