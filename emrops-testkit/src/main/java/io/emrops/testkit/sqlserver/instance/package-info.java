/**
 * What a SQL Server instance is between two statements: databases with their logs, backup files, history. It changes by whole
 * operations, each of which is refused for the reason that the real server would give, done to its end, or stopped and left as it is then.
 */
@NullMarked
package io.emrops.testkit.sqlserver.instance;

import org.jspecify.annotations.NullMarked;
