/** Mails to people: written with the change that they tell of, sent when the mail server takes them. */
@NullMarked
package dev.waymark.identity.mail;

import org.jspecify.annotations.NullMarked;
