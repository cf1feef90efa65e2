/**
 * Statements of Transact-SQL in the words of the engine that keeps the rows: queries, changes of rows, changes of tables. Nothing that a
 * client wrote is ever handed on but names, which are quoted, and constants.
 */
@NullMarked
package io.emrops.testkit.sqlserver.translation;

import org.jspecify.annotations.NullMarked;
