/**
 * Walking over a whole journal, with every checksum and every link verified, beside the plain hash of the same files. A walk
 * must count all records and must find a byte that was changed.
 */
@NullMarked
package io.emrops.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
