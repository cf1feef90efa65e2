/**
 * Clearing many keys of a Redis, beside {@code redis-cli} and {@code xargs}. A client of its own tells what others feel of it.
 */
@NullMarked
package io.emrops.benchmarks.cache;

import org.jspecify.annotations.NullMarked;
