/**
 * How much of a service there is: its instances and what each may use. One interface for all platforms; what one cannot do is
 * refused by name.
 */
@NullMarked
package io.emrops.scaling;

import org.jspecify.annotations.NullMarked;
