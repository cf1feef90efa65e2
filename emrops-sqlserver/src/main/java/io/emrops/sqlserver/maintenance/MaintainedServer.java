package io.emrops.sqlserver.maintenance;

import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.Identifier;
import io.emrops.sqlserver.statement.TextLiteral;
import java.time.Duration;
import java.time.OffsetDateTime;

/**
 * What all operations of this room work with.
 *
 * @param facts of the server, and no other: whatever is asked, is asked of it
 */
public record MaintainedServer(Sessions sessions, ServerFacts facts, MaintenanceLimits limits) {
    ShortQueries queries(String database) {
        return sessions.queries().about(target(database)).on(facts.identity());
    }

    /** A session of one's own, with this server and no other. */
    DedicatedSession dedicated(String database) {
        return sessions.dedicated(facts.identity(), target(database));
    }

    Target target(String database) {
        return facts.target(database);
    }

    /** By the server's clock. */
    OffsetDateTime now() {
        return sessions.queries()
                .about(facts.target())
                .on(facts.identity())
                .find(
                        "the server's time",
                        "SELECT SYSDATETIMEOFFSET() AS server_time",
                        row -> row.offsetTime("server_time").orElseThrow())
                .orElseThrow();
    }

    /**
     * As the server spells it.
     *
     * @throws PreconditionFailedException if there is none, or this can be no name
     */
    String require(String database) {
        String asked;
        try {
            asked = Identifier.of(database).name();
        } catch (IllegalArgumentException e) {
            throw refused("No database has this name: " + e.getMessage(), database);
        }
        return queries(database)
                .find(
                        "the database",
                        "SELECT name FROM sys.databases WHERE name = ?",
                        row -> row.text("name").orElse(asked),
                        asked)
                .orElseThrow(() -> refused("There is no database " + database, database));
    }

    /** The same, that is open. */
    String requireOpen(String database) {
        var name = require(database);
        var state = queries(name)
                .find(
                        "the state of the database",
                        "SELECT state_desc FROM sys.databases WHERE name = ?",
                        row -> row.text("state_desc").orElse("UNKNOWN"),
                        name)
                .orElse("UNKNOWN");
        if (!state.equals("ONLINE")) {
            throw refused("The database " + name + " is " + state + ", not open", name);
        }
        return name;
    }

    /** The same, that can be changed by this login. */
    String requireWritable(String database) {
        var name = requireOpen(database);
        var updateability = queries(name)
                .find(
                        "the state of the database",
                        "SELECT CAST(DATABASEPROPERTYEX(" + TextLiteral.of(name).quoted()
                                + ", 'Updateability') AS nvarchar(20)) AS updateability",
                        row -> row.text("updateability").orElse("UNKNOWN"))
                .orElse("UNKNOWN");
        if (!updateability.equals("READ_WRITE")) {
            throw refused(
                    "The database " + name + " is " + updateability + ": nothing in it can be changed here", name);
        }
        var may = queries(name)
                .find(
                        "permissions",
                        "SELECT HAS_PERMS_BY_NAME(?, N'DATABASE', N'ALTER ANY SCHEMA') AS may_alter",
                        row -> row.flag("may_alter").orElse(false),
                        Identifier.of(name).quoted())
                .orElse(false);
        if (!may) {
            throw refused(
                    "The login may not change tables of " + name
                            + ": it needs the role db_ddladmin or the permission ALTER",
                    name);
        }
        return name;
    }

    PreconditionFailedException refused(String message, String database) {
        return new PreconditionFailedException(message, null, target(database));
    }

    OpenedDatabase open(String database, Duration lockWait) {
        return OpenedDatabase.open(this, database, lockWait);
    }
}
