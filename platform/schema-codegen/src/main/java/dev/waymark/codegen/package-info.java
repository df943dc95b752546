/** Build tool: types for SQL from a service's migrations. */
@NullMarked
package dev.waymark.codegen;

import org.jspecify.annotations.NullMarked;
