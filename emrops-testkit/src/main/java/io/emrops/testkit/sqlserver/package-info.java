/**
 * A SQL Server that plays what a test tells it to, and that real drivers believe: {@link
 * io.emrops.testkit.sqlserver.ScriptedSqlServer}. It speaks TDS 7.4 on a free port of 127.0.0.1, inside the test's process, on
 * nothing but the JDK.
 */
@NullMarked
package io.emrops.testkit.sqlserver;

import org.jspecify.annotations.NullMarked;
