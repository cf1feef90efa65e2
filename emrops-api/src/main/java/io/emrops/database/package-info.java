/**
 * What a runbook asks of a database beyond backups. {@link io.emrops.database.Database} is what a system implements;
 * {@link io.emrops.database.Databases} turns it into checks.
 */
@NullMarked
package io.emrops.database;

import org.jspecify.annotations.NullMarked;
