package io.emrops.sqlserver.session;

import com.microsoft.sqlserver.jdbc.ISQLServerMessageHandler;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Has one statement run on a thread of its own, to the end of its answer. */
final class StatementRun {
    /** An answer with more errors than this, one after the other without anything between them, is no answer. */
    private static final int ERRORS_IN_A_ROW = 1000;

    private final DedicatedSession session;
    private final String text;
    private final @Nullable RowReader<?> rows;
    private final MessageLog log;
    private final Runnable ended;
    private final Object lock = new Object();

    private @Nullable Statement statement;
    private boolean cancelled;
    private volatile boolean sent;
    private volatile boolean drained;
    private volatile boolean stoppedByDriver;
    private volatile boolean lost;
    private volatile @Nullable Throwable broken;
    private volatile @Nullable Exception unreadable;

    StatementRun(
            DedicatedSession session, String text, @Nullable RowReader<?> rows, IntConsumer heard, Runnable ended) {
        this.session = session;
        this.text = text;
        this.rows = rows;
        this.log = new MessageLog(session.debug(), heard);
        this.ended = ended;
    }

    void start() {
        var thread = new Thread(this::runToEnd, "emrops-sqlserver-session-" + session.id());
        thread.setDaemon(true);
        thread.start();
    }

    /** May be called as often as one likes. Does not wait for the server. */
    void cancel() {
        synchronized (lock) {
            cancelled = true;
            if (statement != null) {
                try {
                    statement.cancel();
                } catch (SQLException e) {
                    ServerErrors.messages(e).forEach(session.debug());
                }
            }
        }
    }

    private void runToEnd() {
        try {
            runHeard();
        } catch (SQLException e) {
            failed(e);
        } catch (RuntimeException | Error e) {
            broken = e;
            session.abort();
        } finally {
            ended.run();
        }
    }

    private void runHeard() throws SQLException {
        var connection = session.driverConnection();
        ISQLServerMessageHandler before = connection.setServerMessageHandler(log);
        try (var running = session.connection().createStatement()) {
            synchronized (lock) {
                if (cancelled) {
                    return;
                }
                statement = running;
            }
            drain(running);
        } finally {
            synchronized (lock) {
                statement = null;
            }
            connection.setServerMessageHandler(before);
        }
    }

    private void drain(Statement running) throws SQLException {
        sent = true;
        var first = true;
        var failures = 0;
        while (true) {
            try {
                var isResult = first ? running.execute(text) : running.getMoreResults();
                first = false;
                failures = 0;
                if (isResult) {
                    read(running);
                } else if (running.getUpdateCount() == -1) {
                    drained = true;
                    return;
                }
            } catch (SQLException e) {
                first = false;
                failed(e);
                if (lost || stoppedByDriver || ++failures > ERRORS_IN_A_ROW) {
                    return;
                }
            }
        }
    }

    private void read(Statement running) throws SQLException {
        try (var results = running.getResultSet()) {
            var row = new Row(results);
            while (results.next()) {
                if (rows != null && unreadable == null) {
                    read(rows, row);
                }
            }
        }
    }

    /** What the reader cannot make something of is no failure of the statement, which is heard to its end. */
    private void read(RowReader<?> reader, Row row) throws SQLException {
        try {
            reader.read(row);
        } catch (SQLException e) {
            if (e.getErrorCode() != 0 || ServerErrors.isConnectionLoss(e) || ServerErrors.isCancellation(e)) {
                throw e;
            }
            unreadable = e;
        } catch (RuntimeException e) {
            unreadable = e;
        }
    }

    private void failed(SQLException failure) {
        stoppedByDriver |= ServerErrors.isCancellation(failure);
        lost |= ServerErrors.isConnectionLoss(failure) || !session.isOpen();
        log.thrown(failure);
    }

    OperationResult result(boolean wasCancelled, boolean givenUp, boolean timedOut, int percent, Duration elapsed) {
        rethrow(broken);
        var errors = log.errors();
        var serious = errors.stream()
                .filter(error -> error.cause().number() != KnownErrors.NOT_IN_HISTORY)
                .filter(error -> !(stoppedByDriver && error.cause().number() == 0))
                .toList();
        var outcome = outcome(isOnlyOfHistory(errors) ? List.of() : serious, wasCancelled, givenUp);
        var failure = outcome == Outcome.SUCCEEDED || serious.isEmpty()
                ? Optional.<Failure>empty()
                : Optional.of(ServerErrors.reason(serious));
        var strange = unreadable;
        if (strange != null) {
            throw ServerErrors.unreadable("the answer to a statement of session " + session.id(), strange, null);
        }
        return new OperationResult(
                outcome,
                session.id(),
                failure,
                errors.stream().map(Failure::cause).toList(),
                log.information(),
                log.processed(),
                percent,
                lost || givenUp,
                timedOut,
                elapsed);
    }

    /**
     * Whether all was processed as the server has said, and it is msdb alone that failed: why comes before 3009, and a 3013 that comes with it is
     * no failure of its own.
     */
    private boolean isOnlyOfHistory(List<Failure> errors) {
        var last = -1;
        for (var i = 0; i < errors.size(); i++) {
            last = errors.get(i).cause().number() == KnownErrors.NOT_IN_HISTORY ? i : last;
        }
        return last >= 0
                && log.processed().isPresent()
                && errors.subList(last + 1, errors.size()).stream()
                        .allMatch(error -> error.kind() == ErrorKind.TRAILER);
    }

    private Outcome outcome(List<Failure> errors, boolean wasCancelled, boolean givenUp) {
        if (!sent) {
            return wasCancelled ? Outcome.CANCELLED : Outcome.FAILED;
        }
        if (givenUp || lost || !session.isOpen()) {
            return Outcome.UNKNOWN;
        }
        if (errors.isEmpty()) {
            var done = drained || log.processed().isPresent();
            return done && !(stoppedByDriver && log.processed().isEmpty()) ? Outcome.SUCCEEDED : stopped(wasCancelled);
        }
        if (stoppedByDriver || errors.stream().anyMatch(error -> error.kind() == ErrorKind.CANCELLED)) {
            return Outcome.CANCELLED;
        }
        return errors.stream().anyMatch(error -> error.cause().number() != 0) ? Outcome.FAILED : Outcome.UNKNOWN;
    }

    private Outcome stopped(boolean wasCancelled) {
        return wasCancelled || stoppedByDriver ? Outcome.CANCELLED : Outcome.UNKNOWN;
    }

    private static void rethrow(@Nullable Throwable broken) {
        if (broken instanceof RuntimeException e) {
            throw e;
        }
        if (broken instanceof Error e) {
            throw e;
        }
    }
}
