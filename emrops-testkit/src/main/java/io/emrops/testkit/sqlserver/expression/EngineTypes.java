package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.type.SqlType;

/** The types of the engine that stand for those of SQL Server, in columns and in expressions. */
public final class EngineTypes {
    private EngineTypes() {}

    /**
     * The type in the engine's words. Texts and binaries of {@code max} have what the engine's own limit is, a mebibyte.
     *
     * @throws IllegalArgumentException if the engine has none that could stand for it
     */
    public static String of(SqlType type) {
        return switch (type.kind()) {
            case BIT -> "BOOLEAN";
            case TINYINT, SMALLINT -> "SMALLINT";
            case INT -> "INTEGER";
            case BIGINT -> "BIGINT";
            case REAL -> "REAL";
            case FLOAT -> "DOUBLE PRECISION";
            case MONEY -> "NUMERIC(19,4)";
            case SMALLMONEY -> "NUMERIC(10,4)";
            case DECIMAL, NUMERIC -> "NUMERIC(" + type.precision() + "," + type.scale() + ")";
            case DATE -> "DATE";
            case TIME -> "TIME(" + type.scale() + ")";
            case DATETIME -> "TIMESTAMP(3)";
            case SMALLDATETIME -> "TIMESTAMP(0)";
            case DATETIME2 -> "TIMESTAMP(" + type.scale() + ")";
            case DATETIMEOFFSET -> "TIMESTAMP(" + type.scale() + ") WITH TIME ZONE";
            case CHAR, NCHAR, VARCHAR, NVARCHAR -> "CHARACTER VARYING" + length(type);
            case TEXT, NTEXT, XML, SQL_VARIANT -> "CHARACTER VARYING";
            case BINARY -> "BINARY" + length(type);
            case VARBINARY -> "BINARY VARYING" + length(type);
            case ROWVERSION -> "BINARY(8)";
            case IMAGE -> "BINARY VARYING";
            case UNIQUEIDENTIFIER -> "UUID";
            case HIERARCHYID, GEOMETRY, GEOGRAPHY, TABLE ->
                throw new IllegalArgumentException("the engine has nothing for " + type);
        };
    }

    private static String length(SqlType type) {
        return type.isMax() ? "" : "(" + type.length() + ")";
    }
}
