package io.emrops.sqlserver.session;

import java.sql.SQLException;

/**
 * Makes something of a row.
 *
 * @param <T> what
 */
@FunctionalInterface
public interface RowReader<T> {
    /** @param row valid only during the call */
    T read(Row row) throws SQLException;
}
