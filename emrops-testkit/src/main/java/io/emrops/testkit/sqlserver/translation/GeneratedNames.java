package io.emrops.testkit.sqlserver.translation;

import java.util.Locale;

/**
 * Names of constraints that nobody has named. They look like the server's, of which no rule is documented, but the same statements always
 * give the same ones.
 */
final class GeneratedNames {
    private static final int TABLE_OF_KEY = 8;
    private static final int TABLE = 9;
    private static final int COLUMN = 5;

    private GeneratedNames() {}

    /** Of {@code PK} and {@code UQ}. */
    static String key(String prefix, String table, int objectId) {
        return prefix + "__" + cut(table, TABLE_OF_KEY) + "__"
                + String.format(
                        Locale.ROOT, "%08X%08X", table.toUpperCase(Locale.ROOT).hashCode(), objectId);
    }

    /** Of {@code DF}, {@code CK} and {@code FK}; the column is empty if it is not that of one. */
    static String other(String prefix, String table, String column, int objectId) {
        var middle = column.isEmpty() ? "" : cut(column, COLUMN) + "__";
        return prefix + "__" + cut(table, TABLE) + "__" + middle + String.format(Locale.ROOT, "%08X", objectId);
    }

    private static String cut(String name, int length) {
        return name.substring(0, Math.min(length, name.length()));
    }
}
