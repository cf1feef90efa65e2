/**
 * The engine: one state machine that walks a definition, writes down what it is about to do before it does it, and takes a
 * run up again from what was written. Users meet it as {@link io.emrops.Engine}.
 */
@NullMarked
package io.emrops.core.engine;

import org.jspecify.annotations.NullMarked;
