/** The browser that a request comes from: what it is known by, and the tokens of its forms. */
@NullMarked
package dev.waymark.identity.browser;

import org.jspecify.annotations.NullMarked;
