package io.emrops.sqlserver.maintenance;

import io.emrops.OutcomeUnknownException;
import io.emrops.StepFailedException;
import io.emrops.maintenance.Invariant;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.session.OperationResult.Outcome;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.RowReader;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Counts the rows that break an invariant, in a transaction that is rolled back: a query that changes something has changed nothing. */
public final class InvariantCount {
    private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

    private static final String SAVEPOINT = "emrops_invariant";
    private static final String BEGIN = "BEGIN TRANSACTION; SAVE TRANSACTION " + SAVEPOINT;

    private final MaintainedServer server;

    /** In the databases of this one. */
    public InvariantCount(MaintainedServer server) {
        this.server = server;
    }

    /**
     * How many there are.
     *
     * @throws io.emrops.PreconditionFailedException if the query gives no such number
     * @throws OutcomeUnknownException if the query has ended the transaction itself
     * @throws InterruptedException if the thread was interrupted; the query was cancelled
     */
    public long of(String database, Invariant invariant) throws InterruptedException {
        var name = server.requireOpen(database);
        var found = new Answer();
        try (var opened = server.open(name, LOCK_WAIT)) {
            opened.queries().list("a transaction", BEGIN, row -> true);
            OperationResult result;
            boolean whole;
            try {
                result = opened.operation(invariant.query())
                        .cancelAfter(server.limits().invariants())
                        .onRow(found)
                        .run();
                whole = result.outcome() == Outcome.UNKNOWN || isWhole(opened);
            } finally {
                opened.rollBack();
            }
            result.orThrow(
                    "The query of the invariant \"" + invariant.name() + "\"",
                    whole
                            ? "It changed nothing"
                            : "Its transaction was over by then: it changed nothing unless it ends it itself",
                    server.target(name));
            if (!whole) {
                throw new OutcomeUnknownException(
                        "The query of the invariant \"" + invariant.name()
                                + "\" has ended the transaction in which it was asked: what it changed may stay",
                        null,
                        server.target(name));
            }
        }
        return found.number()
                .orElseThrow(() -> server.refused(
                        "The query of the invariant \"" + invariant.name() + "\" gave " + found.words()
                                + ", not one row with one whole number that is not negative",
                        name));
    }

    /**
     * Whether it is still the transaction that was begun here: one that the query has begun instead knows nothing of the savepoint. One that the server
     * has doomed can only be rolled back.
     */
    private static boolean isWhole(OpenedDatabase opened) {
        var depth = opened.queries()
                .find(
                        "the transaction",
                        "SELECT CASE WHEN XACT_STATE() = -1 THEN -1 ELSE @@TRANCOUNT END AS depth",
                        row -> row.integer("depth").orElse(0))
                .orElse(0);
        if (depth != 1) {
            return depth == -1;
        }
        try {
            opened.queries().list("the transaction", "ROLLBACK TRANSACTION " + SAVEPOINT, row -> true);
            return true;
        } catch (StepFailedException e) {
            return false;
        }
    }

    /** What came. Filled on another thread. */
    private static final class Answer implements RowReader<Boolean> {
        private int rows;
        private int columns;
        private Optional<BigDecimal> value = Optional.empty();

        @Override
        public synchronized Boolean read(Row row) {
            rows++;
            try {
                columns = row.width();
                value = row.firstNumber();
            } catch (SQLException e) {
                // Whatever it is, it is no number; what it says may quote it.
                value = Optional.empty();
            }
            return true;
        }

        synchronized Optional<Long> number() {
            return rows == 1 && columns == 1 ? value.flatMap(Answer::whole) : Optional.empty();
        }

        private static Optional<Long> whole(BigDecimal number) {
            try {
                return Optional.of(number.longValueExact()).filter(count -> count >= 0);
            } catch (ArithmeticException e) {
                return Optional.empty();
            }
        }

        synchronized String words() {
            return rows == 1 && columns == 1 ? "something else" : rows + " rows of " + columns + " columns";
        }
    }
}
