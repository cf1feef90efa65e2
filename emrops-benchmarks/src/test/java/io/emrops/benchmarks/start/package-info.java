/**
 * How long it takes from the start of a JVM until the body of the first step runs, with a journal that is forced, beside a
 * JVM that does nothing.
 */
@NullMarked
package io.emrops.benchmarks.start;

import org.jspecify.annotations.NullMarked;
