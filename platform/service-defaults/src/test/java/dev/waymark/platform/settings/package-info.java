@NullMarked
package dev.waymark.platform.settings;

import org.jspecify.annotations.NullMarked;
