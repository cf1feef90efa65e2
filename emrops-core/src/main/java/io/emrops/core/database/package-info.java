/**
 * Databases behind JDBC. {@link io.emrops.core.database.DataSourceDatabase} asks any {@code DataSource} whether it
 * answers, {@link io.emrops.core.database.RowCount} counts rows of an application, and {@link io.emrops.core.database.SecretFile} takes one-time
 * secrets.
 */
@NullMarked
package io.emrops.core.database;

import org.jspecify.annotations.NullMarked;
