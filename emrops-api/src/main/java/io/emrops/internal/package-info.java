/**
 * How the definition language is built, and files that only their owner can read; not for use from outside. Its types may change at any
 * time.
 */
@NullMarked
package io.emrops.internal;

import org.jspecify.annotations.NullMarked;
