@NullMarked
package dev.waymark.identity.clients;

import org.jspecify.annotations.NullMarked;
