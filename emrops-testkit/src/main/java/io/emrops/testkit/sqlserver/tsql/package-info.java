/**
 * Transact-SQL as text: its tokens, and where one statement ends. Nothing here knows what a statement means.
 */
@NullMarked
package io.emrops.testkit.sqlserver.tsql;

import org.jspecify.annotations.NullMarked;
