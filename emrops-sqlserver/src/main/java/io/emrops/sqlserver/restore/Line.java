package io.emrops.sqlserver.restore;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.OperationResult;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to the server that holds the lock of one recovery, so that there are never two of one database. */
final class Line implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final Duration SILENCE = Duration.ofMinutes(10);
    private static final int LOCK_WITHIN_MILLIS = 5000;

    /** Somebody else has the database, or its only place. */
    private static final Set<Integer> IN_THE_WAY = Set.of(924, 1205, 1222, 3023, 3101, 3702, 5030, 5061, 5064, 5070);

    private final DedicatedSession session;
    private final Target target;

    private Line(DedicatedSession session, Target target) {
        this.session = session;
        this.target = target;
    }

    /**
     * @throws TargetUnavailableException if another recovery of this database is going on
     * @throws io.emrops.PreconditionFailedException if it leads to another server
     */
    static Line open(Instance instance, String database) {
        var target = instance.target(database);
        var line = new Line(instance.sessions().dedicated(), target);
        try {
            line.session.requireOn(instance.facts().identity(), target);
            line.lock(database);
            return line;
        } catch (RuntimeException | Error e) {
            line.close();
            throw e;
        }
    }

    /** An application lock that is not granted is no error: only what the procedure returns tells. */
    private void lock(String database) {
        var granted = session.queries(target)
                .find(
                        "the lock of the recovery",
                        "DECLARE @granted int;"
                                + " EXEC @granted = sp_getapplock @Resource = ?, @LockMode = 'Exclusive', @LockOwner = 'Session',"
                                + " @LockTimeout = " + LOCK_WITHIN_MILLIS + "; SELECT @granted AS granted",
                        row -> row.integer("granted").orElse(-999),
                        "emrops recovery of " + database)
                .orElse(-999);
        if (granted < 0) {
            throw new TargetUnavailableException(
                    "Another recovery of " + database + " is going on (sp_getapplock returned " + granted
                            + "); nothing was changed",
                    null,
                    target);
        }
    }

    /**
     * Has a statement done.
     *
     * @throws TargetUnavailableException if somebody is in the way, so that it was not begun
     */
    OperationResult run(String what, String statement, Progress progress) throws InterruptedException {
        var result = session.operation(statement)
                .onProgress(progress)
                .stallAfter(SILENCE, silence -> LOG.warn("{}: nothing was heard for {}", what, silence))
                .run();
        if (!result.succeeded()
                && result.failure()
                        .filter(failure -> IN_THE_WAY.contains(failure.cause().number()))
                        .isPresent()) {
            throw new TargetUnavailableException(
                    what + " was not begun: " + result.failure().orElseThrow().words(), null, target);
        }
        return result;
    }

    /** The same, that has to succeed. */
    OperationResult require(String what, String statement, String otherwise, Progress progress)
            throws InterruptedException {
        return run(what, statement, progress).orThrow(what, otherwise, target);
    }

    Target target() {
        return target;
    }

    DedicatedSession session() {
        return session;
    }

    @Override
    public void close() {
        session.close();
    }
}
