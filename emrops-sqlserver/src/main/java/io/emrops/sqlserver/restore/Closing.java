package io.emrops.sqlserver.restore;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.sqlserver.session.OperationInterruptedException;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import io.emrops.sqlserver.statement.Identifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a database before anything is restored over it, and remembers over all attempts that it may still be closed by this: whatever ends
 * them says so.
 */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final String database;
    private final String access;
    private String left = "";

    /** @param access who could use it before */
    Closing(String database, String access) {
        this.database = database;
        this.access = access;
    }

    void close(Line line) throws InterruptedException {
        var before = left;
        left = database
                + " may be closed to all but one session (SINGLE_USER), or to all (RESTORING) if the end of its log was backed up."
                + " Secure it again under the same key, or release it, which opens it as it was. If it is ONLINE, this opens it too: ALTER DATABASE "
                + Identifier.of(database).quoted() + " SET MULTI_USER";
        begin(before, () -> Access.close(line, database));
    }

    void takeOffline(Line line) throws InterruptedException {
        var before = left;
        left = database
                + " may be OFFLINE, with nothing lost. Secure it again, or release it, which brings it online as it was";
        begin(before, () -> Access.takeOffline(line, database));
    }

    private interface Statement {
        void send() throws InterruptedException;
    }

    private void begin(String before, Statement statement) throws InterruptedException {
        try {
            statement.send();
        } catch (TargetUnavailableException | PreconditionFailedException e) {
            left = before;
            throw e;
        }
    }

    /** The reason is what the caller is told, not that this failed as well. */
    void reopen(Line line) throws InterruptedException {
        try {
            Access.open(line, database, access);
            left = "";
        } catch (RuntimeException e) {
            LOG.warn("{} is still closed to its users", database, e);
        }
    }

    /** The same after the thread was interrupted, unless the end of the log may have been backed up by then. */
    void reopen(Line line, InterruptedException e) throws InterruptedException {
        if (!(e instanceof OperationInterruptedException interrupted)
                || interrupted.result().outcome() == Outcome.CANCELLED
                || interrupted.result().outcome() == Outcome.FAILED) {
            reopen(line);
        }
    }

    /** It is closed as it should be, and whoever called is told of it. */
    void isSecured() {
        left = "";
    }

    EmropsException told(EmropsException e) {
        return left.isEmpty() ? e : Told.with(left, e);
    }

    InterruptedException told(InterruptedException e) {
        return left.isEmpty() ? e : Told.with(left, e);
    }
}
