package io.emrops.sqlserver.maintenance;

import io.emrops.EmropsException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.LongOperation;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.Identifier;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session of its own in a database, with the settings that indexes on views and computed columns need. */
final class OpenedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenedDatabase.class);

    /** Without these, changes of such indexes are refused with error 1934. */
    private static final String SETTINGS =
            "SET QUOTED_IDENTIFIER, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL ON;"
                    + " SET NUMERIC_ROUNDABORT OFF; SET DEADLOCK_PRIORITY LOW; SET LOCK_TIMEOUT ";

    private static final String LOCK = "DECLARE @granted int;"
            + " EXEC @granted = sp_getapplock @Resource = N'emrops-maintenance', @LockMode = N'Exclusive',"
            + " @LockOwner = N'Session', @LockTimeout = 0; SELECT @granted AS granted";

    private final MaintainedServer server;
    private final String name;
    private final DedicatedSession session;

    private OpenedDatabase(MaintainedServer server, String name, DedicatedSession session) {
        this.server = server;
        this.name = name;
        this.session = session;
    }

    static OpenedDatabase open(MaintainedServer server, String name, Duration lockWait) {
        var opened = new OpenedDatabase(server, name, server.dedicated(name));
        try {
            var millis = Math.min(lockWait.toMillis(), Integer.MAX_VALUE);
            opened.queries().list("the database", "USE " + Identifier.of(name), row -> true);
            opened.queries().list("the session's settings", SETTINGS + millis, row -> true);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    String name() {
        return name;
    }

    Target target() {
        return server.target(name);
    }

    ShortQueries queries() {
        return session.queries(target());
    }

    ShortQueries measuring() {
        return queries().within(server.limits().measuring());
    }

    LongOperation.Builder operation(String statement) {
        return session.operation(statement);
    }

    OffsetDateTime now() {
        return queries()
                .find(
                        "the server's time",
                        "SELECT SYSDATETIMEOFFSET() AS server_time",
                        row -> row.offsetTime("server_time").orElseThrow())
                .orElseThrow();
    }

    /**
     * Until the session ends, also by the death of the program; a statement that goes on without it holds it still.
     *
     * @throws TargetUnavailableException if somebody else has it
     */
    void lock() {
        var granted = queries()
                .find("the lock of maintenances", LOCK, row -> row.integer("granted"))
                .flatMap(found -> found);
        if (granted.isEmpty() || granted.get() < 0) {
            throw new TargetUnavailableException(
                    "Another maintenance of " + name + " is under way; nothing was done", null, target());
        }
    }

    /** How full the log is, in percent; empty if the server does not say. */
    Optional<Double> logUsed() {
        return queries()
                .find(
                        "the room in the log",
                        "SELECT used_log_space_in_percent FROM sys.dm_db_log_space_usage",
                        row -> row.number("used_log_space_in_percent").map(Number::doubleValue))
                .flatMap(found -> found);
    }

    /** What keeps the log from being emptied; empty if nothing does. */
    Optional<String> logWaitsFor() {
        return queries()
                .find(
                        "what the log waits for",
                        "SELECT log_reuse_wait_desc FROM sys.databases WHERE database_id = DB_ID()",
                        row -> row.text("log_reuse_wait_desc").filter(what -> !what.equals("NOTHING")))
                .flatMap(found -> found);
    }

    /** The end of the session does the same, if this does not go. */
    void rollBack() {
        if (!session.isOpen()) {
            return;
        }
        try {
            queries().list("a transaction", "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION", row -> true);
        } catch (EmropsException e) {
            LOG.debug("A transaction was not rolled back before its session ended", e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
