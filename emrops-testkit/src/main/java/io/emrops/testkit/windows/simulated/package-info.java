/** A Windows behind the scripted host: its files, its IIS and whatever else the scripts of emrops ask for, with state. It agrees with itself; no Windows has ever been compared with it. */
@NullMarked
package io.emrops.testkit.windows.simulated;

import org.jspecify.annotations.NullMarked;
