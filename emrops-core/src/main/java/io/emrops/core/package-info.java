/**
 * The way in: {@link io.emrops.core.Emrops} makes engines. Everything else of this module has a package of its own.
 */
@NullMarked
package io.emrops.core;

import org.jspecify.annotations.NullMarked;
