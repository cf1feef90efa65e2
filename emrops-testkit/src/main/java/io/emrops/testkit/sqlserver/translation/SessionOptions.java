package io.emrops.testkit.sqlserver.translation;

import java.util.Optional;

/**
 * What a session has set that changes what a statement does to rows.
 *
 * @param identityInsert the table that takes explicit identity values
 */
public record SessionOptions(Optional<TableId> identityInsert) {
    /** Of a new session. */
    public static final SessionOptions NONE = new SessionOptions(Optional.empty());

    /** A table of a database; 0 is the database of temporary tables. */
    public record TableId(int database, int objectId) {}
}
