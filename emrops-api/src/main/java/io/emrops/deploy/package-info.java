/**
 * Rolling out releases of an application and going back to the one before. {@link io.emrops.deploy.Deployer} is what a
 * platform implements, {@link io.emrops.deploy.Patcher} what brings newer images to it; {@link io.emrops.deploy.Deployments} and
 * {@link io.emrops.deploy.Patches} turn them into steps and checks.
 */
@NullMarked
package io.emrops.deploy;

import org.jspecify.annotations.NullMarked;
