/**
 * How much there is of the services of a project: limits of their containers, live and in a Compose file of emrops' own, and how many
 * of them run. The facade puts these together.
 */
@NullMarked
package io.emrops.docker.capacity;

import org.jspecify.annotations.NullMarked;
