/** What people let clients do in their name: codes, the families of tokens that come of them, and consent. */
@NullMarked
package dev.waymark.identity.grants;

import org.jspecify.annotations.NullMarked;
