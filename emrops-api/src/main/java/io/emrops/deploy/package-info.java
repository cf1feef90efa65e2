/**
 * Rolling out releases of an application and going back to the one before. {@link io.emrops.deploy.Deployer} is what a
 * platform implements; {@link io.emrops.deploy.Deployments} turns it into steps and checks.
 */
@NullMarked
package io.emrops.deploy;

import org.jspecify.annotations.NullMarked;
