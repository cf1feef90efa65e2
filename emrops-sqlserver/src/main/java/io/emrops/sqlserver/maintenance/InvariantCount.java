package io.emrops.sqlserver.maintenance;

import io.emrops.maintenance.Invariant;
import io.emrops.sqlserver.session.OperationResult;
import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.RowReader;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Counts the rows that break an invariant, in a transaction that is rolled back: a query that changes something has changed nothing. */
public final class InvariantCount {
    private static final Duration LOCK_WAIT = Duration.ofSeconds(30);

    private final MaintainedServer server;

    /** In the databases of this one. */
    public InvariantCount(MaintainedServer server) {
        this.server = server;
    }

    /**
     * How many there are.
     *
     * @throws io.emrops.PreconditionFailedException if the query gives no such number
     * @throws InterruptedException if the thread was interrupted; the query was cancelled
     */
    public long of(String database, Invariant invariant) throws InterruptedException {
        var name = server.requireOpen(database);
        var found = new Answer();
        try (var opened = server.open(name, LOCK_WAIT)) {
            opened.queries().list("a transaction", "BEGIN TRANSACTION", row -> true);
            OperationResult result;
            try {
                result = opened.operation(invariant.query())
                        .cancelAfter(server.limits().invariants())
                        .onRow(found)
                        .run();
            } finally {
                opened.rollBack();
            }
            result.orThrow(
                    "The query of the invariant \"" + invariant.name() + "\"",
                    "It changed nothing",
                    server.target(name));
        }
        return found.number()
                .orElseThrow(() -> server.refused(
                        "The query of the invariant \"" + invariant.name() + "\" gave " + found.words()
                                + ", not one row with one whole number that is not negative",
                        name));
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
