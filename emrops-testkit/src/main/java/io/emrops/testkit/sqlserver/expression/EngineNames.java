package io.emrops.testkit.sqlserver.expression;

/**
 * What things are called in the engine. It has one schema for each schema of each database, by the database's number, which outlives its
 * name; and a schema of functions.
 */
public final class EngineNames {
    private static final String FUNCTIONS = "\"$\".";

    /** The sequence of what rows of {@code rowversion} columns get. */
    public static final String ROW_VERSIONS = function("rowversion");

    private EngineNames() {}

    /** A name in quotes. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The schema of a database, in quotes. */
    public static String schema(int databaseId, String schema) {
        return quoted(databaseId + "." + schema);
    }

    /** A table, view or sequence of a database. */
    public static String object(int databaseId, String schema, String name) {
        return schema(databaseId, schema) + "." + quoted(name);
    }

    /** An index or constraint: the engine wants names that are unique in a schema, SQL Server those of indexes in a table. */
    public static String member(int databaseId, String schema, String table, String name) {
        return schema(databaseId, schema) + "." + quoted(table + "/" + name);
    }

    /** A function of ours. */
    public static String function(String name) {
        return FUNCTIONS + quoted("$" + name);
    }
}
