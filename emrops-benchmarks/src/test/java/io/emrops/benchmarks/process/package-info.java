/**
 * Other processes, and what the system says of them: time, memory, system calls. For figures that only a whole process shows.
 */
@NullMarked
package io.emrops.benchmarks.process;

import org.jspecify.annotations.NullMarked;
