/**
 * What a batch of Transact-SQL says, as a tree: queries, changes of rows and tables, and the control of flow around them. Read from the
 * documented grammar, and not yet held against any database.
 */
@NullMarked
package io.emrops.testkit.sqlserver.syntax;

import org.jspecify.annotations.NullMarked;
