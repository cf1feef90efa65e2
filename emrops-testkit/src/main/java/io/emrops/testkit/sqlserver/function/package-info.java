/**
 * What the engine calls where it would compute something else than SQL Server, or could not: conversions, arithmetic, texts, times. Failures
 * carry SQL Server's own numbers and words.
 */
@NullMarked
package io.emrops.testkit.sqlserver.function;

import org.jspecify.annotations.NullMarked;
