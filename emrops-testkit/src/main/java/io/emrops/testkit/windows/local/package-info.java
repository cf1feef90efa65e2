/** The local door of the scripted Windows host: a program that stands in for {@code powershell.exe}. */
@NullMarked
package io.emrops.testkit.windows.local;

import org.jspecify.annotations.NullMarked;
