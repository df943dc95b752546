/** Where clients send people: to sign in for them, to be asked for consent, and to sign out. */
@NullMarked
package dev.waymark.identity.authorizations;

import org.jspecify.annotations.NullMarked;
