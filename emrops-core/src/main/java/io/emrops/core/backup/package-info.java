/**
 * What journals know of backups. {@link io.emrops.core.backup.RestoreTests} reads how long restoring took in earlier runs, which is what a recovery time is
 * promised by.
 */
@NullMarked
package io.emrops.core.backup;

import org.jspecify.annotations.NullMarked;
