/**
 * Administration statements as the server's parser takes them: recognised and typed, left to somebody else, or refused with the
 * server's own message. Nothing here knows whether a database exists or what an edition allows.
 */
@NullMarked
package io.emrops.testkit.sqlserver.statement;

import org.jspecify.annotations.NullMarked;
