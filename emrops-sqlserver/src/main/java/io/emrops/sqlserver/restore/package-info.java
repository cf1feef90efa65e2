/**
 * Carries a recovery out: closes the database, restores what was planned, opens it or takes everything back. Each part asks the server how
 * far it has come, and goes on from there.
 */
@NullMarked
package io.emrops.sqlserver.restore;

import org.jspecify.annotations.NullMarked;
