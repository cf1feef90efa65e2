/**
 * Runs and locks that last as long as their process. For procedures that may simply be begun anew, and for trying things
 * out.
 */
@NullMarked
package io.emrops.core.memory;

import org.jspecify.annotations.NullMarked;
