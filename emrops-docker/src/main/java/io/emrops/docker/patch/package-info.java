/**
 * Newer images for what runs of a project, and old ones that nobody needs. Registries are asked by way of the engine, which fetches nothing for a question.
 */
@NullMarked
package io.emrops.docker.patch;

import org.jspecify.annotations.NullMarked;
