/** The page layout that every service shares, and its assets. */
@NullMarked
package dev.waymark.platform.pages;

import org.jspecify.annotations.NullMarked;
