/** Commands on the scripted Windows host, whichever door they came through: their line, their streams, how they ended. */
@NullMarked
package io.emrops.testkit.windows.command;

import org.jspecify.annotations.NullMarked;
