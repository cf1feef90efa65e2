/** PowerShell over WS-Management: the few messages of the shell that WinRM offers, on the JDK's HTTP client. Used by {@link io.emrops.windows} alone. */
@NullMarked
package io.emrops.windows.winrm;

import org.jspecify.annotations.NullMarked;
