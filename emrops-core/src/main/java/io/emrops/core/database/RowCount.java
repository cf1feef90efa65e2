package io.emrops.core.database;

import io.emrops.Check;
import io.emrops.Finding;
import io.emrops.StepContext;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * How many rows of an application's own tables are of some kind, such as its administrators: a query that gives one number. For checks before and after a step
 * that makes one.
 *
 * <pre>{@code
 * var admins = RowCount.of(dataSource, target, "administrators", "SELECT COUNT(*) FROM users WHERE role = 'ADMIN'");
 * rb.require("none", "There is no administrator yet", admins.is(0));
 * }</pre>
 */
public final class RowCount {
    private static final int SECONDS = 30;

    private final DataSource dataSource;
    private final Target target;
    private final String what;
    private final String sql;

    private RowCount(DataSource dataSource, Target target, String what, String sql) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.target = Objects.requireNonNull(target, "target");
        this.what = Objects.requireNonNull(what, "what");
        this.sql = Objects.requireNonNull(sql, "sql");
    }

    /**
     * A count.
     *
     * @param what is counted, in the plural
     * @param sql gives one row with one number; no secrets and no data of patients are to be in it
     */
    public static RowCount of(DataSource dataSource, Target target, String what, String sql) {
        return new RowCount(dataSource, target, what, sql);
    }

    /**
     * How many there are now.
     *
     * @throws TargetUnavailableException if the database does not answer with one number; its own words are in no message
     */
    public long count() {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            try (var result = statement.executeQuery(sql)) {
                if (!result.next()) {
                    throw unanswered("no row");
                }
                if (result.getMetaData().getColumnCount() != 1) {
                    throw unanswered("more than one column");
                }
                var count = result.getLong(1);
                if (result.wasNull()) {
                    throw unanswered("no number");
                }
                if (result.next()) {
                    throw unanswered("more than one row");
                }
                return count;
            }
        } catch (SQLException e) {
            throw new TargetUnavailableException(
                    "The " + what + " of " + target.name() + " could not be counted: number " + e.getErrorCode(),
                    null,
                    target);
        }
    }

    private TargetUnavailableException unanswered(String given) {
        return new TargetUnavailableException("The query for the " + what + " gave " + given, null, target);
    }

    /** There are exactly so many. */
    public Check is(long wanted) {
        return new Check() {
            @Override
            public Finding check(StepContext run) {
                var found = count();
                var text = target.name() + " has " + found + " " + what;
                return found == wanted ? Finding.ok(text) : Finding.notOk(text + ", not " + wanted);
            }

            @Override
            public String describe() {
                return "There are exactly " + wanted + " " + what;
            }
        };
    }
}
