/** Who is signed in in a browser: the OpenID Connect client, its sessions, and what of them goes to the services. */
@NullMarked
package dev.waymark.gateway.signin;

import org.jspecify.annotations.NullMarked;
