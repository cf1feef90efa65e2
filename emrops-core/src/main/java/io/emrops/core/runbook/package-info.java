/**
 * Ready-made runbooks: procedures every hospital has, to be configured with its own providers and checks. What they give is
 * an ordinary {@link io.emrops.Runbook}, to be run as it is or included in a larger one.
 */
@NullMarked
package io.emrops.core.runbook;

import org.jspecify.annotations.NullMarked;
