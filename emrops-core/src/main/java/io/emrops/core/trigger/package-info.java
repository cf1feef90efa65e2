/**
 * Watches triggers: takes readings, remembers over restarts what was seen and fired, and starts the run of a fire exactly once.
 * Its state is a file of its own, of which a crash leaves the old or the new one.
 */
@NullMarked
package io.emrops.core.trigger;

import org.jspecify.annotations.NullMarked;
