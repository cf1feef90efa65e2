/** What {@code powershell.exe} is given and what it says: encoded commands, the input of the emrops bootstrap, JSON and CLIXML. */
@NullMarked
package io.emrops.testkit.windows.powershell;

import org.jspecify.annotations.NullMarked;
