package io.emrops.core.database;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.database.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * A database behind a {@link DataSource}, such as the connection pool of the application. It is asked {@code SELECT 1}.
 *
 * <p>How long getting a connection may take is the data source's affair. Blocks, and is safe for use by several threads
 * as far as the data source is. Exceptions tell the SQLSTATE and the vendor's number and nothing of the driver's text.
 */
public final class DataSourceDatabase implements Database {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final DataSource dataSource;
    private final Target target;
    private final Duration timeout;

    private DataSourceDatabase(DataSource dataSource, Target target, Duration timeout) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        this.target = Objects.requireNonNull(target, "target");
        this.timeout = timeout;
    }

    /**
     * A database whose query may take up to 10 seconds.
     *
     * @param target which one it is; JDBC has no way to ask a database who it is
     */
    public static DataSourceDatabase of(DataSource dataSource, Target target) {
        return new DataSourceDatabase(dataSource, target, Duration.ofSeconds(10));
    }

    /**
     * The same with another limit for the query.
     *
     * @param limit positive, up to a day; drivers count whole seconds, so it is rounded up
     */
    public DataSourceDatabase timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("The timeout must be positive and at most a day: " + limit);
        }
        return new DataSourceDatabase(dataSource, target, limit);
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public Duration ping() {
        var started = System.nanoTime();
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout((int) timeout.plusNanos(999_999_999).toSeconds());
            try (var result = statement.executeQuery("SELECT 1")) {
                if (!result.next() || result.getInt(1) != 1) {
                    throw new TargetUnavailableException(target.name() + " did not answer 1 to SELECT 1", null, target);
                }
            }
        } catch (SQLException e) {
            throw new TargetUnavailableException(
                    target.name() + " did not answer: SQLSTATE " + state(e) + ", number " + e.getErrorCode(),
                    e,
                    target);
        }
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** Five letters and digits, whatever a driver puts there. */
    private static String state(SQLException e) {
        var state = e.getSQLState();
        return state != null && state.matches("[0-9A-Z]{5}") ? state : "unknown";
    }
}
