/** What somebody in front of a terminal sees of a run. */
@NullMarked
package io.emrops.core.terminal;

import org.jspecify.annotations.NullMarked;
