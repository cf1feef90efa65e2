/**
 * What a process asked of the system, as strace tells it, and what follows from that. Here the order of writes, forces and
 * acknowledgements is seen from outside, whatever the classes in between believe.
 */
@NullMarked
package io.emrops.testkit.trace;

import org.jspecify.annotations.NullMarked;
