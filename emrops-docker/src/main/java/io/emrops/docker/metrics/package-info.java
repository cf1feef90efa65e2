/**
 * What the containers of a project use: read from the engine's statistics, once or as streams that stay open. The numbers mean the same with both
 * versions of control groups.
 */
@NullMarked
package io.emrops.docker.metrics;

import org.jspecify.annotations.NullMarked;
