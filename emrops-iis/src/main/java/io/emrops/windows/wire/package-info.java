/**
 * What goes to a host and what comes back, whatever carries it: the command line, the lines of its input, the line of the answer, and
 * what PowerShell writes of its errors.
 */
@NullMarked
package io.emrops.windows.wire;

import org.jspecify.annotations.NullMarked;
