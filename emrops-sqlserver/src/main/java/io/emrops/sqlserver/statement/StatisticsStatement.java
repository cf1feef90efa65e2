package io.emrops.sqlserver.statement;

import java.util.ArrayList;

/**
 * {@code UPDATE STATISTICS} of one of a table.
 *
 * @see <a href="https://learn.microsoft.com/sql/t-sql/statements/update-statistics-transact-sql">UPDATE STATISTICS (Transact-SQL)</a>
 */
public final class StatisticsStatement {
    private StatisticsStatement() {}

    /** Of how many rows statistics are made. */
    public enum Sample {
        /** As many as the server finds right, or as was set for them. */
        DEFAULT,
        /** As large a part as last time. */
        AS_BEFORE,
        /** All. */
        FULL
    }

    /**
     * Makes these anew.
     *
     * @param keepManual whether the server leaves them alone afterwards, as it did before; without saying so it would not
     * @throws IllegalArgumentException as {@link Identifier} does
     */
    public static String update(String schema, String table, String statistics, Sample sample, boolean keepManual) {
        var options = new ArrayList<String>();
        switch (sample) {
            case DEFAULT -> {}
            case AS_BEFORE -> options.add("RESAMPLE");
            case FULL -> options.add("FULLSCAN");
        }
        if (keepManual) {
            options.add("NORECOMPUTE");
        }
        return "UPDATE STATISTICS " + Identifier.of(schema).quoted() + "."
                + Identifier.of(table).quoted() + " "
                + Identifier.of(statistics).quoted()
                + (options.isEmpty() ? "" : " WITH " + String.join(", ", options));
    }
}
