/**
 * Checking what is in a database for integrity, by {@code DBCC CHECKDB}, and what came of it. A check that could not run, or not to its
 * end, is never a clean one.
 */
@NullMarked
package io.emrops.sqlserver.integrity;

import org.jspecify.annotations.NullMarked;
