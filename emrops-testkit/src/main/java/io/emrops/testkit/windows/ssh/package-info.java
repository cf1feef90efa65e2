/** The SSH door of the scripted Windows host, on Apache MINA SSHD. Nothing else of the host needs that library. */
@NullMarked
package io.emrops.testkit.windows.ssh;

import org.jspecify.annotations.NullMarked;
