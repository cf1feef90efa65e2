/**
 * Databases behind JDBC. {@link io.emrops.core.database.DataSourceDatabase} asks any {@code DataSource} whether it
 * answers.
 */
@NullMarked
package io.emrops.core.database;

import org.jspecify.annotations.NullMarked;
