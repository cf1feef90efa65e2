/**
 * Checks of the machine this process runs on. {@link io.emrops.core.health.Disk}, {@link io.emrops.core.health.Memory},
 * {@link io.emrops.core.health.Cpu} and {@link io.emrops.core.health.Environment} say whether a runbook may begin.
 */
@NullMarked
package io.emrops.core.health;

import org.jspecify.annotations.NullMarked;
