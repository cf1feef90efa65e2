/**
 * Statements of administration as texts: names and paths that are quoted right or refused, and backups and restores built of them.
 * Pure: nothing is sent.
 */
@NullMarked
package io.emrops.sqlserver.statement;

import org.jspecify.annotations.NullMarked;
