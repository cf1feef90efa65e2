/** How fast and in how much memory audit events are read and exported, beside the driver's own loop over the same rows. */
@NullMarked
package io.emrops.benchmarks.audit;

import org.jspecify.annotations.NullMarked;
