/** PowerShell as a process of this machine. Used by {@link io.emrops.windows} alone. */
@NullMarked
package io.emrops.windows.local;

import org.jspecify.annotations.NullMarked;
