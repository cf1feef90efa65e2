/** The event log of a Windows host. It is read and never written. */
@NullMarked
package io.emrops.windows.eventlog;

import org.jspecify.annotations.NullMarked;
