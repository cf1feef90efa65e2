/**
 * Which backups bring a database back to a moment, and bringing it back. {@link io.emrops.sqlserver.recovery.RecoveryPlanner} is a pure
 * function of what is known: it asks no server and no clock.
 */
@NullMarked
package io.emrops.sqlserver.recovery;

import org.jspecify.annotations.NullMarked;
