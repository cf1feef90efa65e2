/**
 * Watches triggers: takes readings, remembers over restarts what was seen and fired, and starts the run of a fire exactly once.
 * And what may be done about too much work, as responses that a target offers or refuses by name.
 */
@NullMarked
package io.emrops.core.trigger;

import org.jspecify.annotations.NullMarked;
