/** The logs that IIS writes on a Windows host, as files that are read piece by piece. They are read and never written. */
@NullMarked
package io.emrops.iis.log;

import org.jspecify.annotations.NullMarked;
