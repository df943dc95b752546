/** Finds and repairs what differs between the owner of the organisations, the table, and the index. */
@NullMarked
package dev.waymark.search.reconcile;

import org.jspecify.annotations.NullMarked;
