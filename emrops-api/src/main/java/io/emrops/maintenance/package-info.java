/**
 * Keeping a database in order, and finding out whether it is. {@link io.emrops.maintenance.MaintenanceProvider} is what a system
 * implements; {@link io.emrops.maintenance.Maintenance} turns it into steps and checks.
 */
@NullMarked
package io.emrops.maintenance;

import org.jspecify.annotations.NullMarked;
