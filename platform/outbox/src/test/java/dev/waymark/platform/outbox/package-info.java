@NullMarked
package dev.waymark.platform.outbox;

import org.jspecify.annotations.NullMarked;
