/**
 * Expressions and conditions of Transact-SQL, typed as SQL Server types them and put into the words of the engine that computes them.
 * Where the engine would compute something else, the words are chosen so that it does not; what cannot be had so is refused.
 */
@NullMarked
package io.emrops.testkit.sqlserver.expression;

import org.jspecify.annotations.NullMarked;
