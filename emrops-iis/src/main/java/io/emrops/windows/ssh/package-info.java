/** PowerShell over SSH, by MINA's client; none of its types leaves this package. Used by {@link io.emrops.windows} alone. */
@NullMarked
package io.emrops.windows.ssh;

import org.jspecify.annotations.NullMarked;
