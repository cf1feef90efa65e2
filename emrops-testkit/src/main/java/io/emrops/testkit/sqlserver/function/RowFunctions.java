package io.emrops.testkit.sqlserver.function;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.h2.tools.SimpleResultSet;
import org.jspecify.annotations.Nullable;

/** What queries need that the engine has not: the end of a recursion, and functions that have rows. */
public final class RowFunctions {
    private static final int LONGEST = 8000;

    private RowFunctions() {}

    /**
     * The step of a recursion.
     *
     * @throws SQLException 530 if it is more than the most
     */
    public static int level(int level, int most) throws SQLException {
        if (level > most) {
            throw Failure.of(530, most);
        }
        return level;
    }

    /**
     * What {@code STRING_AGG} has joined.
     *
     * @param most how many characters its type takes
     * @throws SQLException 9829 if it is longer
     */
    public static @Nullable String joined(@Nullable String text, int most) throws SQLException {
        if (text != null && text.length() > most) {
            throw Failure.of(9829);
        }
        return text;
    }

    /**
     * {@code STRING_SPLIT}: one row for each part; none if the text is NULL.
     *
     * @throws SQLException 214 if the separator is not one character
     */
    public static ResultSet stringSplit(@Nullable String text, @Nullable String separator) throws SQLException {
        var rows = new SimpleResultSet();
        rows.addColumn("value", Types.VARCHAR, LONGEST, 0);
        if (separator == null || separator.length() != 1) {
            throw Failure.of(214, "separator", "nchar(1)/nvarchar(1)");
        }
        if (text == null) {
            return rows;
        }
        var from = 0;
        while (from <= text.length()) {
            var at = text.indexOf(separator, from);
            var end = at < 0 ? text.length() : at;
            rows.addRow(text.substring(from, end));
            from = end + 1;
        }
        return rows;
    }
}
