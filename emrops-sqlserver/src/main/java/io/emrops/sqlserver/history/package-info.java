/**
 * What is known of backups, from the server's history and from the files themselves: sets, the log they hold, the media they lie on.
 * Values only, which no server is needed for, and their readers.
 */
@NullMarked
package io.emrops.sqlserver.history;

import org.jspecify.annotations.NullMarked;
