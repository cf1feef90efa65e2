package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.List;

/**
 * How views describe a type ("sys.types (Transact-SQL)").
 *
 * @param name in {@code sys.types}
 * @param maxLength in bytes; -1 for {@code max}
 */
record TypeShape(String name, int systemId, int userId, int maxLength, int precision, int scale) {
    private static final int WIDE = 2;

    /** All that the server has, as they are without a length. */
    static final List<TypeShape> ALL = List.of(
            new TypeShape("image", 34, 34, 16, 0, 0),
            new TypeShape("text", 35, 35, 16, 0, 0),
            new TypeShape("uniqueidentifier", 36, 36, 16, 0, 0),
            new TypeShape("date", 40, 40, 3, 10, 0),
            new TypeShape("time", 41, 41, 5, 16, 7),
            new TypeShape("datetime2", 42, 42, 8, 27, 7),
            new TypeShape("datetimeoffset", 43, 43, 10, 34, 7),
            new TypeShape("tinyint", 48, 48, 1, 3, 0),
            new TypeShape("smallint", 52, 52, 2, 5, 0),
            new TypeShape("int", 56, 56, 4, 10, 0),
            new TypeShape("smalldatetime", 58, 58, 4, 16, 0),
            new TypeShape("real", 59, 59, 4, 24, 0),
            new TypeShape("money", 60, 60, 8, 19, 4),
            new TypeShape("datetime", 61, 61, 8, 23, 3),
            new TypeShape("float", 62, 62, 8, 53, 0),
            new TypeShape("sql_variant", 98, 98, 8016, 0, 0),
            new TypeShape("ntext", 99, 99, 16, 0, 0),
            new TypeShape("bit", 104, 104, 1, 1, 0),
            new TypeShape("decimal", 106, 106, 17, 38, 38),
            new TypeShape("numeric", 108, 108, 17, 38, 38),
            new TypeShape("smallmoney", 122, 122, 4, 10, 4),
            new TypeShape("bigint", 127, 127, 8, 19, 0),
            new TypeShape("hierarchyid", 240, 128, 892, 0, 0),
            new TypeShape("geometry", 240, 129, -1, 0, 0),
            new TypeShape("geography", 240, 130, -1, 0, 0),
            new TypeShape("varbinary", 165, 165, 8000, 0, 0),
            new TypeShape("varchar", 167, 167, 8000, 0, 0),
            new TypeShape("binary", 173, 173, 8000, 0, 0),
            new TypeShape("char", 175, 175, 8000, 0, 0),
            new TypeShape("timestamp", 189, 189, 8, 0, 0),
            new TypeShape("nvarchar", 231, 231, 8000, 0, 0),
            new TypeShape("nchar", 239, 239, 8000, 0, 0),
            new TypeShape("xml", 241, 241, -1, 0, 0),
            new TypeShape("sysname", 231, 256, 256, 0, 0));

    /** @throws IllegalArgumentException for a type that no column has */
    static TypeShape of(SqlType type) {
        var plain = named(name(type));
        return switch (type.kind()) {
            case CHAR, VARCHAR, BINARY, VARBINARY -> plain.with(type.length(), 0, 0);
            case NCHAR, NVARCHAR -> plain.with(type.isMax() ? -1 : WIDE * type.length(), 0, 0);
            case DECIMAL, NUMERIC -> plain.with(bytesOf(type.precision()), type.precision(), type.scale());
            case TIME -> plain.with(3 + extra(type.scale()), digits("hh:mm:ss", type.scale()), type.scale());
            case DATETIME2 ->
                plain.with(6 + extra(type.scale()), digits("yyyy-MM-dd hh:mm:ss", type.scale()), type.scale());
            case DATETIMEOFFSET ->
                plain.with(8 + extra(type.scale()), digits("yyyy-MM-dd hh:mm:ss +hh:mm", type.scale()), type.scale());
            default -> plain;
        };
    }

    private static TypeShape named(String name) {
        return ALL.stream()
                .filter(shape -> shape.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no column has the type " + name));
    }

    private static String name(SqlType type) {
        var name = type.toString().split("\\(", 2)[0];
        return name.equals("rowversion") ? "timestamp" : name;
    }

    private TypeShape with(int newLength, int newPrecision, int newScale) {
        return new TypeShape(name, systemId, userId, newLength, newPrecision, newScale);
    }

    private static int bytesOf(int precision) {
        return precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;
    }

    private static int extra(int scale) {
        return scale <= 2 ? 0 : scale <= 4 ? 1 : 2;
    }

    private static int digits(String form, int scale) {
        return form.length() + (scale == 0 ? 0 : scale + 1);
    }

    boolean isText() {
        return switch (name) {
            case "char", "varchar", "text", "nchar", "nvarchar", "ntext", "sysname" -> true;
            default -> false;
        };
    }

    boolean isWide() {
        return name.startsWith("n") && isText();
    }

    boolean isBinary() {
        return switch (name) {
            case "binary", "varbinary", "image", "timestamp" -> true;
            default -> false;
        };
    }

    boolean isTime() {
        return name.startsWith("date") || name.endsWith("time");
    }

    boolean isNumber() {
        return precision > 0 && !isTime() && !name.equals("bit");
    }

    boolean isApproximate() {
        return name.equals("float") || name.equals("real");
    }

    /** Whether the server itself wrote it in its own language. */
    boolean isAssemblyType() {
        return systemId == 240;
    }
}
