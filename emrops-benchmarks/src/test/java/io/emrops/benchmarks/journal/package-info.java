/**
 * Durable appends by 1, 8 and 64 writers, ours beside those of embedded databases and of the plain system calls. Who takes
 * part must be seen to force what it acknowledges, and everything acknowledged is read back.
 */
@NullMarked
package io.emrops.benchmarks.journal;

import org.jspecify.annotations.NullMarked;
