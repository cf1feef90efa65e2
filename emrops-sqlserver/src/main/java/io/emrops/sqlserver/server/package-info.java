/**
 * What is known of an instance of SQL Server: its version, what its edition can do, what the login may do. Asked once, and anew on demand.
 */
@NullMarked
package io.emrops.sqlserver.server;

import org.jspecify.annotations.NullMarked;
