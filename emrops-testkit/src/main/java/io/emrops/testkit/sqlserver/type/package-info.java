/**
 * SQL Server's data types, columns and values as Java sees them. A value has one Java type for each SQL type, so that what a
 * script sends and what a test reads back are the same.
 */
@NullMarked
package io.emrops.testkit.sqlserver.type;

import org.jspecify.annotations.NullMarked;
