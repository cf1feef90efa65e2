/**
 * Migrations of a schema by Flyway. {@link io.emrops.flyway.FlywayMigrations} tells what is pending, applies it, and says after a failure or a
 * crash what Flyway's history knows.
 */
@NullMarked
package io.emrops.flyway;

import org.jspecify.annotations.NullMarked;
