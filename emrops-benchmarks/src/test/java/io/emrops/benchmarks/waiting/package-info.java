/**
 * What a thousand steps cost while they wait: memory, threads, and how late they go on. Each is measured in a JVM of its
 * own.
 */
@NullMarked
package io.emrops.benchmarks.waiting;

import org.jspecify.annotations.NullMarked;
