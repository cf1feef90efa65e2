@NullMarked
package io.emrops.certificates;

import org.jspecify.annotations.NullMarked;
