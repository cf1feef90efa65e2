/**
 * What a runbook asks of a database beyond backups: whether it answers, its migrations, its first administrator. {@link
 * io.emrops.database.Database}, {@link io.emrops.database.SchemaMigrations} and {@link io.emrops.database.DatabaseAdmin} are what a system
 * implements; {@link io.emrops.database.Databases} turns them into steps and checks.
 */
@NullMarked
package io.emrops.database;

import org.jspecify.annotations.NullMarked;
