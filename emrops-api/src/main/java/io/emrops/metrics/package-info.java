/**
 * What services use while they run: processor, memory, network and disk, measured by the platform they run on. Samples and
 * watches of them, thresholds, and reports on the performance of an application.
 */
@NullMarked
package io.emrops.metrics;

import org.jspecify.annotations.NullMarked;
