package io.emrops.testkit.sqlserver.driver;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a statement brings, as lists that compare. */
final class Results {
    private Results() {}

    /** The first column of all rows that are left. */
    static List<Object> firstColumn(ResultSet rows) throws SQLException {
        var values = new ArrayList<Object>();
        while (rows.next()) {
            values.add(rows.getObject(1));
        }
        return values;
    }

    /** All results behind an {@code execute}: of a result set its first column, otherwise how many rows were changed. */
    static List<Object> drain(Statement statement, boolean beginsWithRows) throws SQLException {
        var results = new ArrayList<Object>();
        var isRows = beginsWithRows;
        while (isRows || statement.getUpdateCount() != -1) {
            if (isRows) {
                try (var rows = statement.getResultSet()) {
                    results.add(firstColumn(rows));
                }
            } else {
                results.add(statement.getUpdateCount());
            }
            isRows = statement.getMoreResults();
        }
        return results;
    }

    static List<Object> drain(Statement statement, String sql) throws SQLException {
        return drain(statement, statement.execute(sql));
    }
}
