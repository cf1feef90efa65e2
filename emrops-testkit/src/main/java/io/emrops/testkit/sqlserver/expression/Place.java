package io.emrops.testkit.sqlserver.expression;

/** Where in a statement an expression stands, as far as that says what it may have in it. */
public enum Place {
    /** In the select list, or behind {@code HAVING} or {@code ORDER BY}: everything. */
    SELECT(0, 0),
    /** Behind {@code WHERE} or {@code ON}. */
    WHERE(147, 4108),
    /** In what {@code UPDATE} sets. */
    SET(157, 4108),
    /** Behind {@code GROUP BY}. */
    GROUP_BY(144, 4108),
    /** In an aggregate function. */
    AGGREGATE(130, 4109),
    /** Where there are no rows, as in {@code VALUES} and {@code SET @x}. */
    VALUES(147, 4108),
    /** In the default of a column. */
    DEFAULT(147, 4108);

    private final int aggregates;
    private final int windows;

    Place(int aggregates, int windows) {
        this.aggregates = aggregates;
        this.windows = windows;
    }

    /** The error if there is an aggregate function; 0 if there may be. */
    int refusalOfAggregates() {
        return aggregates;
    }

    /** The error if there is a function with {@code OVER}; 0 if there may be. */
    int refusalOfWindows() {
        return windows;
    }
}
