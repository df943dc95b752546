/** What the staff and the operator can do to accounts, and how they see what was done. */
@NullMarked
package dev.waymark.identity.administration;

import org.jspecify.annotations.NullMarked;
