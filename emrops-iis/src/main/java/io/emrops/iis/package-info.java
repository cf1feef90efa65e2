/** IIS on a Windows host: its sites and pools, and the releases that they serve. Everything there is done by scripts of {@link io.emrops.windows.PowerShellHost}. */
@NullMarked
package io.emrops.iis;

import org.jspecify.annotations.NullMarked;
