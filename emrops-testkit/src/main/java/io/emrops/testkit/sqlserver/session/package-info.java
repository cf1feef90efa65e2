/**
 * A client's connection from its first byte to its last: login, requests in their order, transactions, prepared statements, cursors,
 * cancelling. Not for callers: what a test does with a server stands in {@link io.emrops.testkit.sqlserver}.
 */
@NullMarked
package io.emrops.testkit.sqlserver.session;

import org.jspecify.annotations.NullMarked;
