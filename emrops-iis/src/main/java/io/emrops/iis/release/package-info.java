/** Releases as folders on a Windows host. {@link io.emrops.iis.release.ReleasePackage} is what is sent, {@link io.emrops.iis.release.ReleaseFolders} where it is kept. */
@NullMarked
package io.emrops.iis.release;

import org.jspecify.annotations.NullMarked;
