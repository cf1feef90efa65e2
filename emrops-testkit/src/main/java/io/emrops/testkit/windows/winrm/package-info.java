/** The WinRM door of the scripted Windows host: WS-Management with the shell of MS-WSMV, over HTTP and HTTPS. */
@NullMarked
package io.emrops.testkit.windows.winrm;

import org.jspecify.annotations.NullMarked;
