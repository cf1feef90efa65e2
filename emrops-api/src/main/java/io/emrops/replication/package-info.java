/**
 * Copies of databases that follow a primary, and changing over to one of them. Implemented by providers such as SQL Server's, and by a fake
 * in the testkit.
 */
@NullMarked
package io.emrops.replication;

import org.jspecify.annotations.NullMarked;
