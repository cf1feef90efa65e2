/**
 * The containers' logs, and what in them looks like an error. Of a line only its signature leaves, as lines may hold patient data.
 */
@NullMarked
package io.emrops.docker.log;

import org.jspecify.annotations.NullMarked;
