/**
 * Looking at a server while it works: connections, idle sessions and their end, blocking, slow queries, space. What decides is in pure
 * functions; texts and plans leave here without their literals.
 */
@NullMarked
package io.emrops.sqlserver.diagnostics;

import org.jspecify.annotations.NullMarked;
