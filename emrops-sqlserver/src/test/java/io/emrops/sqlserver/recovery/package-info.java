/** Planning against histories whose truth is known. */
@NullMarked
package io.emrops.sqlserver.recovery;

import org.jspecify.annotations.NullMarked;
