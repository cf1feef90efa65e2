/**
 * Settings of running containers that weaken their security. The rules look at what the engine says of a container, not at the files.
 */
@NullMarked
package io.emrops.docker.security;

import org.jspecify.annotations.NullMarked;
