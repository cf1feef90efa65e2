/**
 * Compose as a program: its arguments, what it makes of the files, and what its complaints mean. It knows nothing of releases.
 */
@NullMarked
package io.emrops.docker.compose;

import org.jspecify.annotations.NullMarked;
