/**
 * The figures of emrops beside those of its peers, measured in one run on one machine. {@code scripts/benchmarks} begins
 * it.
 */
@NullMarked
package io.emrops.benchmarks;

import org.jspecify.annotations.NullMarked;
