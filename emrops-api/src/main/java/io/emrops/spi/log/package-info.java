/**
 * What providers of logs share: one pass over the logs of all instances that merges them by time and writes the files of a {@link
 * io.emrops.logs.LogCollection}. A provider gives the logs as {@link io.emrops.spi.log.LogSource}s.
 */
@NullMarked
package io.emrops.spi.log;

import org.jspecify.annotations.NullMarked;
