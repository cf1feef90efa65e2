/**
 * The Docker engine as this module speaks with it, and the containers of a project that are found there. Everything else rests on it;
 * it knows no Compose and no releases.
 */
@NullMarked
package io.emrops.docker.engine;

import org.jspecify.annotations.NullMarked;
