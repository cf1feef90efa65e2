package io.emrops.testkit.sqlserver.expression;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Expressions in Transact-SQL, with sense or without. */
final class AnyExpression {
    private static final List<String> CONSTANTS = List.of(
            "NULL",
            "0",
            "1",
            "-1",
            "7",
            "255",
            "32767",
            "2147483647",
            "3000000000",
            "1.5",
            "-0.05",
            "99999999999999999999999999999999999.5",
            "1e0",
            "-2.5e10",
            "1e300",
            "$1.50",
            "0x01FF",
            "0x",
            "''",
            "'a'",
            "'A '",
            "' 12 '",
            "'1.5'",
            "'x?\"y'",
            "N'Ł'",
            "'2024-01-31'",
            "'2024-01-31T10:20:30.123'",
            "'10:20'",
            "'6F9619FF-8B86-D011-B42D-00C04FC964FF'",
            "'[a-c]%'",
            "'true'",
            "GETDATE()",
            "@@SPID");

    private static final List<String> TYPES = List.of(
            "int",
            "tinyint",
            "smallint",
            "bigint",
            "bit",
            "decimal(5,2)",
            "numeric(38,10)",
            "decimal(38,38)",
            "money",
            "smallmoney",
            "float",
            "real",
            "varchar(3)",
            "varchar(max)",
            "nvarchar(20)",
            "char(5)",
            "nchar(2)",
            "varbinary(4)",
            "binary(8)",
            "date",
            "time(3)",
            "datetime",
            "smalldatetime",
            "datetime2(7)",
            "datetime2(0)",
            "datetimeoffset(2)",
            "uniqueidentifier",
            "xml",
            "text");

    private static final List<String> OPERATORS = List.of("+", "-", "*", "/", "%", "&", "|", "^");
    private static final List<String> COMPARATORS = List.of("=", "<>", "<", ">=", "LIKE");
    private static final List<String> FUNCTIONS = List.of(
            "LEN",
            "DATALENGTH",
            "UPPER",
            "LTRIM",
            "REVERSE",
            "ASCII",
            "ABS",
            "FLOOR",
            "SIGN",
            "SQRT",
            "LOG",
            "SQUARE",
            "CHAR",
            "YEAR",
            "EOMONTH",
            "ISNUMERIC",
            "ISDATE",
            "QUOTENAME",
            "STR",
            "SPACE",
            "-",
            "~");
    private static final List<String> FUNCTIONS_OF_TWO = List.of(
            "ISNULL",
            "COALESCE",
            "NULLIF",
            "CHARINDEX",
            "LEFT",
            "RIGHT",
            "REPLICATE",
            "ROUND",
            "POWER",
            "CONCAT",
            "PATINDEX",
            "GREATEST",
            "FORMAT",
            "TODATETIMEOFFSET");
    private static final List<String> PARTS =
            List.of("year", "month", "day", "week", "hour", "ms", "ns", "iso_week", "weekday");

    private AnyExpression() {}

    static Arbitrary<String> any() {
        return nested(3);
    }

    private static Arbitrary<String> nested(int depth) {
        var constant = Arbitraries.of(CONSTANTS);
        if (depth == 0) {
            return constant;
        }
        var inner = nested(depth - 1);
        return Arbitraries.oneOf(
                constant,
                Combinators.combine(inner, Arbitraries.of(OPERATORS), inner)
                        .as((a, o, b) -> "(" + a + " " + o + " " + b + ")"),
                Combinators.combine(inner, Arbitraries.of(TYPES)).as((a, t) -> "CAST(" + a + " AS " + t + ")"),
                Combinators.combine(inner, Arbitraries.of(TYPES), Arbitraries.of(0, 1, 2, 3, 20, 101, 112, 121, 126))
                        .as((a, t, s) -> "CONVERT(" + t + ", " + a + ", " + s + ")"),
                Combinators.combine(inner, Arbitraries.of(TYPES)).as((a, t) -> "TRY_CAST(" + a + " AS " + t + ")"),
                Combinators.combine(Arbitraries.of(FUNCTIONS), inner).as((f, a) -> f + "(" + a + ")"),
                Combinators.combine(Arbitraries.of(FUNCTIONS_OF_TWO), inner, inner)
                        .as((f, a, b) -> f + "(" + a + ", " + b + ")"),
                Combinators.combine(inner, inner, inner).as((a, b, c) -> "SUBSTRING(" + a + ", " + b + ", " + c + ")"),
                Combinators.combine(inner, inner, inner).as((a, b, c) -> "REPLACE(" + a + ", " + b + ", " + c + ")"),
                Combinators.combine(Arbitraries.of(PARTS), inner, inner)
                        .as((p, a, b) -> "DATEADD(" + p + ", " + a + ", " + b + ")"),
                Combinators.combine(Arbitraries.of(PARTS), inner, inner)
                        .as((p, a, b) -> "DATEDIFF(" + p + ", " + a + ", " + b + ")"),
                Combinators.combine(Arbitraries.of(PARTS), inner).as((p, a) -> "DATEPART(" + p + ", " + a + ")"),
                Combinators.combine(inner, Arbitraries.of(COMPARATORS), inner, inner, inner)
                        .as((a, o, b, c, d) ->
                                "CASE WHEN " + a + " " + o + " " + b + " THEN " + c + " ELSE " + d + " END"),
                Combinators.combine(inner, inner, inner, inner)
                        .as((a, b, c, d) -> "CASE " + a + " WHEN " + b + " THEN " + c + " ELSE " + d + " END"),
                Combinators.combine(inner, inner, inner)
                        .as((a, b, c) -> "IIF(" + a + " IN (" + b + ", " + c + "), 1, 0)"),
                Combinators.combine(inner, inner, inner)
                        .as((a, b, c) -> "IIF(" + a + " BETWEEN " + b + " AND " + c + ", 1, 0)"));
    }
}
