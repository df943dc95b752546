/** The pages below {@code /account/security}. Whoever changes something there has just shown who he is. */
@NullMarked
package dev.waymark.identity.factors.pages;

import org.jspecify.annotations.NullMarked;
