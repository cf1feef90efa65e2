/**
 * Container logs collected into a file, beside what {@code docker logs} writes. Needs an engine and an image with a shell; without them
 * there are no figures.
 */
@NullMarked
package io.emrops.benchmarks.logs;

import org.jspecify.annotations.NullMarked;
