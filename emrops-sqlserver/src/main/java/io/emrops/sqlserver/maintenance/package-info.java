/**
 * Keeping databases in order: what is due, by facts of the server alone, and doing it within limits. Damage is looked for here and never
 * repaired.
 */
@NullMarked
package io.emrops.sqlserver.maintenance;

import org.jspecify.annotations.NullMarked;
