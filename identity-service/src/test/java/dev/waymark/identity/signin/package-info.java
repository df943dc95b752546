@NullMarked
package dev.waymark.identity.signin;

import org.jspecify.annotations.NullMarked;
