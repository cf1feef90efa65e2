/**
 * What a step of a runbook costs once the code is warm: beside calls with a time limit, beside what the disk takes for
 * the same bytes, and beside other engines that keep what they did.
 */
@NullMarked
package io.emrops.benchmarks.steps;

import org.jspecify.annotations.NullMarked;
