/**
 * The time of the machine. Engines in production use it; tests bring a clock that they move by hand.
 */
@NullMarked
package io.emrops.core.time;

import org.jspecify.annotations.NullMarked;
