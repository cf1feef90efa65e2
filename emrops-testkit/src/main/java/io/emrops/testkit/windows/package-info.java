/**
 * A Windows host that plays what a test tells it to, behind the doors that clients know: WinRM, SSH and a local {@code powershell.exe}.
 * Start at {@link io.emrops.testkit.windows.ScriptedWindowsHost}.
 */
@NullMarked
package io.emrops.testkit.windows;

import org.jspecify.annotations.NullMarked;
