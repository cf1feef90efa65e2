/**
 * Docker Engine and Compose. {@link io.emrops.docker.ComposeDeployer} rolls releases of a Compose project out and back;
 * {@link io.emrops.docker.DockerEngine} is the engine it runs on.
 */
@NullMarked
package io.emrops.docker;

import org.jspecify.annotations.NullMarked;
