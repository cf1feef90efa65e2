package io.emrops.sqlserver.restore;

import io.emrops.Progress;
import io.emrops.sqlserver.statement.Identifier;

/** Who may use a database. */
final class Access {
    private Access() {}

    /** Ends all other sessions and lets nobody else in, until this connection has ended. */
    static void close(Line line, String database) throws InterruptedException {
        line.require(
                "Closing " + database + " to its users",
                "ALTER DATABASE " + Identifier.of(database).quoted() + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE",
                "It may be closed to its users",
                Progress.none());
    }

    /** Ends all sessions and lets nobody in, not even for a restore that has yet to begin. */
    static void takeOffline(Line line, String database) throws InterruptedException {
        line.require(
                "Taking " + database + " offline",
                "ALTER DATABASE " + Identifier.of(database).quoted() + " SET OFFLINE WITH ROLLBACK IMMEDIATE",
                "It may be offline",
                Progress.none());
    }

    /** Opens it to those it was open to. */
    static void bringOnline(Line line, String database) throws InterruptedException {
        line.require(
                "Bringing " + database + " online",
                "ALTER DATABASE " + Identifier.of(database).quoted() + " SET ONLINE",
                "It stays offline as it is",
                Progress.none());
    }

    /** Lets everybody in again, or whom it was open to before. */
    static void open(Line line, String database, String access) throws InterruptedException {
        var wanted = access.equals("RESTRICTED_USER") ? access : "MULTI_USER";
        line.require(
                "Opening " + database + " to its users",
                "ALTER DATABASE " + Identifier.of(database).quoted() + " SET " + wanted,
                "It is recovered, and still closed to its users",
                Progress.none());
    }
}
