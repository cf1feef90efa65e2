/**
 * Conditions over measured series that start a runbook, or ask a person, when they have held for long enough. What is
 * decided here is decided from the readings and the state alone, so that a recorded series can be replayed.
 */
@NullMarked
package io.emrops.trigger;

import org.jspecify.annotations.NullMarked;
