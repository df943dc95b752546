/** The database that a service owns: its creation and its migrations. */
@NullMarked
package dev.waymark.platform.database;

import org.jspecify.annotations.NullMarked;
