/**
 * Taking backups, proving them and testing that they restore. Whatever the server would refuse is looked for before anything is sent, and
 * nothing is believed that has no evidence.
 */
@NullMarked
package io.emrops.sqlserver.backup;

import org.jspecify.annotations.NullMarked;
