@NullMarked
package dev.waymark.identity.profile;

import org.jspecify.annotations.NullMarked;
