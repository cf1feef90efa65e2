/**
 * Clients of SQL Server that nobody here wrote talk to the testkit's scripted one: FreeTDS in C, tedious in JavaScript,
 * r2dbc-mssql on Netty. What they take for SQL Server is not merely what our own tests take for it.
 */
@NullMarked
package io.emrops.clients.sqlserver;

import org.jspecify.annotations.NullMarked;
