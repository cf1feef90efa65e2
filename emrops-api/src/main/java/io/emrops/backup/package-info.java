/**
 * Making and proving backups. {@link io.emrops.backup.BackupProvider} is what a system implements; {@link
 * io.emrops.backup.Backups} turns it into steps and checks.
 */
@NullMarked
package io.emrops.backup;

import org.jspecify.annotations.NullMarked;
