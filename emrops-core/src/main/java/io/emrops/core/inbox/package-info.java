/** How other processes decide about runs that an engine owns. */
@NullMarked
package io.emrops.core.inbox;

import org.jspecify.annotations.NullMarked;
