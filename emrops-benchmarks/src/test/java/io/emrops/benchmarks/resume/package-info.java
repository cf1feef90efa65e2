/**
 * How long it takes from the start of a JVM until a long run that was cut off goes on: the body of the step that is left
 * runs.
 */
@NullMarked
package io.emrops.benchmarks.resume;

import org.jspecify.annotations.NullMarked;
