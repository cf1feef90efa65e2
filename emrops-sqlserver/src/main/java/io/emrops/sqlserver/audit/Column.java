package io.emrops.sqlserver.audit;

import io.emrops.sqlserver.statement.Identifier;
import java.util.Optional;
import java.util.Set;

/**
 * A column as the catalog has it.
 *
 * @param name as it is spelled there
 * @param type the type it comes down to, such as {@code datetime2}; empty for types that are not the server's own
 * @param length in bytes, -1 for {@code max}
 * @param precision of numbers
 * @param scale of numbers and times
 * @param nullable whether it can be NULL
 * @param masked whether those who may not see its values are given others ("Dynamic data masking")
 */
record Column(
        String name, Optional<String> type, int length, int precision, int scale, boolean nullable, boolean masked) {
    private static final Set<String> TEXT = Set.of("char", "varchar", "nchar", "nvarchar", "sysname");
    private static final Set<String> OF_CODE_PAGE = Set.of("char", "varchar");
    private static final Set<String> WHOLE = Set.of("tinyint", "smallint", "int", "bigint", "bit");
    private static final Set<String> OF_CLOCK = Set.of("datetime", "datetime2", "smalldatetime");

    boolean isText() {
        return is(TEXT);
    }

    /** Whether its values have a code page, by whose table some collations sort them, and not as Unicode. */
    boolean isOfCodePage() {
        return is(OF_CODE_PAGE);
    }

    /** Of 64 bits at most. */
    boolean isInteger() {
        return is(WHOLE);
    }

    boolean isNumber() {
        return is(WHOLE) || is(Set.of("decimal", "numeric"));
    }

    boolean isWholeNumber() {
        return is(WHOLE) || is(Set.of("decimal", "numeric")) && scale == 0;
    }

    boolean isUuid() {
        return is(Set.of("uniqueidentifier"));
    }

    boolean isOfClock() {
        return is(OF_CLOCK);
    }

    boolean isOffsetTime() {
        return is(Set.of("datetimeoffset"));
    }

    boolean is(String name) {
        return is(Set.of(name));
    }

    private boolean is(Set<String> types) {
        return type.isPresent() && types.contains(type.get());
    }

    String quoted() {
        return Identifier.of(name).quoted();
    }

    /** As in a declaration: {@code EventTime datetime2(7)}. */
    @Override
    public String toString() {
        return name + " " + declared();
    }

    String declared() {
        if (type.isEmpty()) {
            return "of another type";
        }
        return switch (type.get()) {
            case "char", "varchar", "binary", "varbinary" -> type.get() + "(" + (length < 0 ? "max" : length) + ")";
            case "nchar", "nvarchar" -> type.get() + "(" + (length < 0 ? "max" : length / 2) + ")";
            case "datetime2", "datetimeoffset", "time" -> type.get() + "(" + scale + ")";
            case "decimal", "numeric" -> type.get() + "(" + precision + ", " + scale + ")";
            default -> type.get();
        };
    }
}
