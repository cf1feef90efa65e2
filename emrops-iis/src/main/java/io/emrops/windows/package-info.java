/**
 * Windows hosts, told what to do by PowerShell scripts that are constant resources: on this machine, over SSH, over WinRM. Start at
 * {@link io.emrops.windows.PowerShellHost}.
 */
@NullMarked
package io.emrops.windows;

import org.jspecify.annotations.NullMarked;
