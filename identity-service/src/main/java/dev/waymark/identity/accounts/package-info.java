/** Accounts of people: what they are, what happens to them, and who did it. */
@NullMarked
package dev.waymark.identity.accounts;

import org.jspecify.annotations.NullMarked;
