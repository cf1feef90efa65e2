/**
 * Images of an engine, and what registries say of them. Nothing is fetched to answer a question.
 */
@NullMarked
package io.emrops.docker.image;

import org.jspecify.annotations.NullMarked;
