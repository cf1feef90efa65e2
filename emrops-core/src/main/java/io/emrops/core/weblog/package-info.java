/**
 * Logs of web servers in the W3C extended log file format, as IIS writes them, read from files of this machine. {@link
 * io.emrops.core.weblog.W3cLogs} sums them up with all processors in constant memory, and follows them.
 */
@NullMarked
package io.emrops.core.weblog;

import org.jspecify.annotations.NullMarked;
