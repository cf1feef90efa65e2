package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.type.SqlType;

/** Which types may do what in a table. */
final class KeyTypes {
    private KeyTypes() {}

    /** Whether a column of this type may be a member of a key or an index ("CREATE INDEX (Transact-SQL)"). */
    static boolean mayOrder(SqlType type) {
        return !type.isMax()
                && switch (type.kind()) {
                    case TEXT, NTEXT, IMAGE, XML, GEOMETRY, GEOGRAPHY, TABLE -> false;
                    default -> true;
                };
    }

    /** Whether an index may include it. */
    static boolean mayBeIncluded(SqlType type) {
        return switch (type.kind()) {
            case TEXT, NTEXT, IMAGE -> false;
            default -> true;
        };
    }

    /** Whether it can number rows, or be that of a sequence. */
    static boolean isNumbering(SqlType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> true;
            case DECIMAL, NUMERIC -> type.scale() == 0;
            default -> false;
        };
    }

    /** Whether its length may grow without what rests on the column being in the way. */
    static boolean isVariable(SqlType type) {
        return switch (type.kind()) {
            case VARCHAR, NVARCHAR, VARBINARY -> true;
            default -> false;
        };
    }

    /** Whether another type is the same but perhaps longer. */
    static boolean isWider(SqlType type, SqlType before) {
        return isVariable(before)
                && type.kind() == before.kind()
                && (type.isMax() || !before.isMax() && type.length() >= before.length());
    }
}
