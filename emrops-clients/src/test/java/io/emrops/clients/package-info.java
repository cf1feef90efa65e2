/** Programs nobody here wrote, run as they are. */
@NullMarked
package io.emrops.clients;

import org.jspecify.annotations.NullMarked;
