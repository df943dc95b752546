@NullMarked
package dev.waymark.organization.syndication;

import org.jspecify.annotations.NullMarked;
