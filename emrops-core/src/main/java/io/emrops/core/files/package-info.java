/**
 * Backups of files: compose files, settings, directories. {@link io.emrops.core.files.StateBackup} copies them into one
 * verified archive and puts them back.
 */
@NullMarked
package io.emrops.core.files;

import org.jspecify.annotations.NullMarked;
