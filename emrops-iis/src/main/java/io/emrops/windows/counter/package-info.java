/** Performance counters of a Windows host: its load, that of application pools and sites of IIS, and counters by name. They are read and never set. */
@NullMarked
package io.emrops.windows.counter;

import org.jspecify.annotations.NullMarked;
