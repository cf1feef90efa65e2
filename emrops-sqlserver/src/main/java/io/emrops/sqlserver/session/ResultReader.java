package io.emrops.sqlserver.session;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Makes something of the row that a result is at, by the numbers of its columns: for results of many rows.
 *
 * @param <T> what
 */
@FunctionalInterface
public interface ResultReader<T> {
    /** @param row valid only during the call; not to be moved or closed */
    T read(ResultSet row) throws SQLException;
}
