/**
 * Bringing a database back to a moment. {@link io.emrops.recovery.RecoveryProvider} is what a system implements; {@link
 * io.emrops.recovery.Recoveries} turns it into steps and checks.
 */
@NullMarked
package io.emrops.recovery;

import org.jspecify.annotations.NullMarked;
