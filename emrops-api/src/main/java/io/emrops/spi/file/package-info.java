/** Files that only their owner can read, from the moment they exist. For providers that write what nobody else should see. */
@NullMarked
package io.emrops.spi.file;

import org.jspecify.annotations.NullMarked;
