/** Accounts, clients and signing keys: the OpenID provider. */
@NullMarked
package dev.waymark.identity;

import org.jspecify.annotations.NullMarked;
