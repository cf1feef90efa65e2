/** How much room emrops takes: in the heap while runbooks are defined, and on the disk of whoever installs it. */
@NullMarked
package io.emrops.benchmarks.size;

import org.jspecify.annotations.NullMarked;
