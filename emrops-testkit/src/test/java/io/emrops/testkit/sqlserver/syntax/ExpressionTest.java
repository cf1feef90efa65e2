package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private final ExpressionPrinter printer = new QueryPrinter().expressions();

    private void requireMeaning(String text, String meaning) {
        assertThat(printer.print(Reading.expression(text))).as(text).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "1 + 2 * 3; (1 + (2 * 3))",
                "1 - 2 - 3; ((1 - 2) - 3)",
                "1 - (2 - 3); (1 - (2 - 3))",
                "1 * 2 / 3 % 4; (((1 * 2) / 3) % 4)",
                "1 + 2 & 3 | 4 ^ 5 - 6; (((((1 + 2) & 3) | 4) ^ 5) - 6)",
                "~1 * 2; ((~ (1)) * 2)",
                "-1 * 2; (- ((1 * 2)))",
                "-1 + 2; ((- (1)) + 2)",
                "1 / -2 * 3; (1 / (- ((2 * 3))))",
                "- -1; (- ((- (1))))",
                "+1; (+ (1))",
                "1 /* 2 */ + 3; (1 + 3)",
                "a COLLATE x + b; ((([a]) COLLATE x) + [b])",
                "((a)); [a]",
            })
    void operators_bind_as_documented(String text, String meaning) {
        requireMeaning(text, meaning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "12; INTEGER; 12",
                "99999999999999; INTEGER; 99999999999999",
                "1.5; DECIMAL; 1.5",
                ".5; DECIMAL; .5",
                "5.; DECIMAL; 5.",
                "1e3; FLOAT; 1e3",
                "1.E-3; FLOAT; 1.E-3",
                "1e; FLOAT; 1e",
                "$1.50; MONEY; 1.50",
                "'it''s'; STRING; it's",
                "N'ü'; NATIONAL_STRING; ü",
                "n'x'; NATIONAL_STRING; x",
                "0xFf; BINARY; Ff",
                "0x; BINARY; ''",
                "null; NULL; ''",
            })
    void a_literal_is_of_the_kind_that_its_form_says(String text, Literal.Kind kind, String value) {
        assertThat(Reading.expression(text)).isEqualTo(new Literal(kind, value.equals("''") ? "" : value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "1e+-5", "$1.2.3"})
    void a_number_has_one_point_and_one_exponent(String text) {
        assertThat(Reading.refusal("SELECT " + text).number()).isEqualTo(102);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "a; [a]",
                "[a b]; [a b]",
                "\"a\"; [a]",
                "t.a; [t].[a]",
                "dbo.t.a; [dbo].[t].[a]",
                "d..t.a; [d].[].[t].[a]",
                "INSERTED.a; [INSERTED].[a]",
                "$action; [$action]",
                "#t.a; [#t].[a]",
                "offset; [offset]",
                "@v; @v",
                "@@ROWCOUNT; @@ROWCOUNT",
            })
    void names_have_points_and_contextual_words_are_names(String text, String meaning) {
        requireMeaning(text, meaning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "getdate(); GETDATE()",
                "DateAdd(day, -1, d); DATEADD([day], (- (1)), [d])",
                "COUNT(*); COUNT(*)",
                "COUNT(DISTINCT a); COUNT(DISTINCT [a])",
                "COUNT(ALL a); COUNT([a])",
                "LEFT(a, 1); LEFT([a], 1)",
                "coalesce(a, b, 1); COALESCE([a], [b], 1)",
                "NULLIF(a, b); NULLIF([a], [b])",
                "current_timestamp; CURRENT_TIMESTAMP",
                "USER; USER",
                "dbo.f(1); DBO.F(1)",
                "[my f](1); MY F(1)",
                "TRIM(a); TRIM([a])",
                "TRIM(leading); TRIM([leading])",
                "IIF(a = 1, 2, 3); CASE WHEN ([a] = 1) THEN 2 ELSE 3 END",
                "CASE a WHEN 1 THEN 'x' END; CASE [a] WHEN 1 THEN 'x' END",
                "CASE WHEN a = 1 OR b = 2 THEN 1 ELSE 0 END; CASE WHEN (([a] = 1) OR ([b] = 2)) THEN 1 ELSE 0 END",
                "CAST(a AS varchar(10)); CAST([a] AS varchar(10))",
                "CAST(a AS NVARCHAR(MAX)); CAST([a] AS nvarchar(max))",
                "CAST(a AS [decimal](10, 2)); CAST([a] AS decimal(10,2))",
                "CAST(a AS double precision); CAST([a] AS double precision)",
                "CAST(a AS national character varying(5)); CAST([a] AS national character varying(5))",
                "CAST(a AS char varying(5)); CAST([a] AS char varying(5))",
                "CAST(a AS dbo.MyType); CAST([a] AS dbo.mytype)",
                "TRY_CAST(a AS int); TRY_CAST([a] AS int)",
                "CONVERT(varchar(10), a); CAST([a] AS varchar(10))",
                "CONVERT(varchar(10), a, 112); CONVERT(varchar(10), [a], 112)",
                "TRY_CONVERT(int, a); TRY_CAST([a] AS int)",
                "NEXT VALUE FOR dbo.s; NEXT VALUE FOR [dbo].[s]",
                "STRING_AGG(a, ',') WITHIN GROUP (ORDER BY b DESC); STRING_AGG([a], ',') WITHIN GROUP (ORDER BY [b] DESC)",
                "ROW_NUMBER() OVER (PARTITION BY a ORDER BY b); ROW_NUMBER() OVER (PARTITION BY [a] ORDER BY [b])",
                "SUM(a) OVER (); SUM([a]) OVER ()",
                "SUM(a) OVER (ORDER BY b rows 2  preceding); SUM([a]) OVER (ORDER BY [b] ROWS 2 PRECEDING)",
                "(SELECT 1); (SELECT 1)",
                "((SELECT 1) + 1); ((SELECT 1) + 1)",
                "((SELECT 1) UNION SELECT 2); ((SELECT 1) UNION SELECT 2)",
                "{ts '2024-01-31 10:00:00'}; CAST('2024-01-31 10:00:00' AS datetime)",
            })
    void functions_are_read_with_their_own_syntax(String text, String meaning) {
        requireMeaning(text, meaning);
    }

    @Test
    void words_that_are_reserved_are_no_names() {
        Reading.refusedNearKeyword("SELECT order", "order");
        Reading.refusedNearKeyword("SELECT t.key FROM t", "key");
        Reading.refusedNearKeyword("SELECT 1 AS from", "from");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "SELECT 1 +; 102 line 1: Incorrect syntax near '+'.",
                "SELECT (1; 102 line 1: Incorrect syntax near '1'.",
                "SELECT 1); 102 line 1: Incorrect syntax near ')'.",
                "SELECT 1 = 1; 102 line 1: Incorrect syntax near '='.",
                "SELECT f(1,); 102 line 1: Incorrect syntax near ')'.",
                "SELECT f(,1); 102 line 1: Incorrect syntax near ','.",
                "SELECT CASE END; 156 line 1: Incorrect syntax near the keyword 'END'.",
                "SELECT CASE a END; 156 line 1: Incorrect syntax near the keyword 'END'.",
                "SELECT CASE WHEN 1 = 1 THEN 2; 102 line 1: Incorrect syntax near '2'.",
                "SELECT CAST(1, int); 1035 line 1: Incorrect syntax near 'CAST', expected 'AS'.",
                "SELECT CAST(1 AS); 102 line 1: Incorrect syntax near ')'.",
                "SELECT CONVERT(int); 102 line 1: Incorrect syntax near ')'.",
                "SELECT IIF(a, 1, 2) FROM t; 4145 line 1: An expression of non-boolean type specified in a context where a condition is"
                        + " expected, near ','.",
                "SELECT a COLLATE; 102 line 1: Incorrect syntax near 'COLLATE'.",
                "SELECT COUNT(*, 1); 102 line 1: Incorrect syntax near '*'.",
                "SELECT 'x; 105 line 1: Unclosed quotation mark after the character string 'x'.",
                "SELECT [x; 105 line 1: Unclosed quotation mark after the character string 'x'.",
                "SELECT 1 /* x; 113 line 1: Missing end comment mark '*/'.",
                "SELECT []; 1038 line 1: An object or column name is missing or empty. For SELECT INTO statements, verify each column"
                        + " has a name. For other statements, look for empty alias names. Aliases defined as \"\" or [] are not allowed."
                        + " Change the alias to a valid name.",
            })
    void what_is_wrong_is_refused(String text, String refusal) {
        Reading.refused(text, refusal);
    }

    @Test
    void an_unclosed_quote_is_two_errors() {
        assertThat(Reading.errors("SELECT 1,\n'x"))
                .extracting(error -> error.number() + " line " + error.line())
                .containsExactly("105 line 2", "102 line 2");
    }

    @Test
    void lines_are_counted_from_the_first() {
        Reading.refused("\n\nSELECT 1,\n  order", "156 line 4: Incorrect syntax near the keyword 'order'.");

        assertThat(Reading.expression("\n\n a"))
                .isInstanceOfSatisfying(
                        Expression.ColumnReference.class,
                        column -> assertThat(column.line()).isEqualTo(3));
    }
}
