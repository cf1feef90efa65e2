/**
 * Releases of a project: how they are remembered on the engine, foretold, waited for and brought back. The facade puts these together.
 */
@NullMarked
package io.emrops.docker.release;

import org.jspecify.annotations.NullMarked;
