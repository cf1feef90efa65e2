/**
 * Ready-made runbooks: procedures every hospital has, to be configured with its own providers and checks. What they give is
 * an ordinary {@link io.emrops.Runbook}, to be run as it is or included in a larger one; {@link
 * io.emrops.runbooks.ScalingActions} starts some of them from triggers.
 */
@NullMarked
package io.emrops.runbooks;

import org.jspecify.annotations.NullMarked;
