/**
 * The engine behind a simulated server: it keeps the rows in an H2 database of its own, runs batches statement by statement, and tells the
 * instance of every transaction. What a database holds is its history done again, so that a restore brings back what there was.
 */
@NullMarked
package io.emrops.testkit.sqlserver.engine;

import org.jspecify.annotations.NullMarked;
