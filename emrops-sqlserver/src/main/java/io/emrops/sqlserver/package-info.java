/**
 * SQL Server for hospital IT operations: backups that are proven, and recovery to a moment. {@link io.emrops.sqlserver.SqlServer} is
 * where to start.
 */
@NullMarked
package io.emrops.sqlserver;

import org.jspecify.annotations.NullMarked;
