/** What people do with their own accounts. */
@NullMarked
package dev.waymark.identity.profile;

import org.jspecify.annotations.NullMarked;
