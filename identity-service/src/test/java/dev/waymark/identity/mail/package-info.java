@NullMarked
package dev.waymark.identity.mail;

import org.jspecify.annotations.NullMarked;
