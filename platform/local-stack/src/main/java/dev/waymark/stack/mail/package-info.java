/** The mail catcher: an SMTP server that delivers nothing, and a page that shows what it was given. */
@NullMarked
package dev.waymark.stack.mail;

import org.jspecify.annotations.NullMarked;
