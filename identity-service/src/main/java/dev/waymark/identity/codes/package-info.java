/** Codes that are mailed to people, each good for one thing once. */
@NullMarked
package dev.waymark.identity.codes;

import org.jspecify.annotations.NullMarked;
