package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
    private final ExpressionPrinter printer = new QueryPrinter().expressions();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "a = 1 OR b = 2 AND NOT c = 3; (([a] = 1) OR (([b] = 2) AND (NOT ([c] = 3))))",
                "NOT a = 1 AND b = 2; ((NOT ([a] = 1)) AND ([b] = 2))",
                "NOT NOT a = 1; (NOT (NOT ([a] = 1)))",
                "(a = 1 OR b = 2) AND c = 3; ((([a] = 1) OR ([b] = 2)) AND ([c] = 3))",
                "((a)) = b; ([a] = [b])",
                "((a) = b); ([a] = [b])",
                "((a) + 1) * 2 > b; ((([a] + 1) * 2) > [b])",
                "(a) COLLATE x = b; ((([a]) COLLATE x) = [b])",
                "(((a = 1))); ([a] = 1)",
                "a + 1 = b * 2; (([a] + 1) = ([b] * 2))",
                "a <> 1; ([a] <> 1)",
                "a != 1; ([a] <> 1)",
                "a !< 1; ([a] >= 1)",
                "a !> 1; ([a] <= 1)",
                "a < = 1; ([a] <= 1)",
                "a >= 1; ([a] >= 1)",
                "a BETWEEN 1 AND 2 AND b = 3; (([a] BETWEEN 1 AND 2) AND ([b] = 3))",
                "a NOT BETWEEN 1 + 1 AND 2; ([a] NOT BETWEEN (1 + 1) AND 2)",
                "a IN (1, 2); ([a] IN (1, 2))",
                "a NOT IN (SELECT b FROM t); ([a] NOT IN (SELECT [b] FROM [t]))",
                "a IN ((SELECT 1), 2); ([a] IN ((SELECT 1), 2))",
                "a IN ((SELECT 1) UNION (SELECT 2)); ([a] IN ((SELECT 1) UNION (SELECT 2)))",
                "a LIKE 'x%' ESCAPE '!'; ([a] LIKE 'x%' ESCAPE '!')",
                "a NOT LIKE b + '%'; ([a] NOT LIKE ([b] + '%'))",
                "a IS NULL; ([a] IS NULL)",
                "a IS NOT NULL; ([a] IS NOT NULL)",
                "a IS NOT DISTINCT FROM b; ([a] IS NOT DISTINCT FROM [b])",
                "EXISTS (SELECT * FROM t); EXISTS (SELECT * FROM [t])",
                "NOT EXISTS ((SELECT 1)); (NOT EXISTS ((SELECT 1)))",
                "a > ALL (SELECT 1); ([a] > ALL (SELECT 1))",
                "a = SOME (SELECT 1); ([a] = ANY (SELECT 1))",
                "(SELECT 1) = 1; ((SELECT 1) = 1)",
                "((SELECT 1) UNION SELECT 2) = 1; (((SELECT 1) UNION SELECT 2) = 1)",
                "( (32 & @@OPTIONS) = 32 ); ((32 & @@OPTIONS) = 32)",
                "CASE WHEN a = 1 THEN 1 END = 1; (CASE WHEN ([a] = 1) THEN 1 END = 1)",
            })
    void conditions_are_read_as_documented(String text, String meaning) {
        assertThat(printer.print(Reading.condition(text))).as(text).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "a; a",
                "a AND b = 1; AND",
                "b = 1 AND a; a",
                "(a); )",
                "(a) OR b = 1; OR",
                "NOT a; a",
                "1 + 1; 1",
                "(a, b) IN (1); ,",
                "(a) b; b",
                "'x' ORDER BY 1; ORDER",
            })
    void an_expression_is_no_condition(String text, String near) {
        var refusal = Reading.refusal("SELECT 1 FROM t WHERE\n" + text);

        assertThat(refusal.number() + " " + refusal.text())
                .isEqualTo(
                        "4145 An expression of non-boolean type specified in a context where a condition is expected, near '"
                                + near + "'.");
        assertThat(refusal.line()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "a =; 102; =",
                "= a; 102; =",
                "a = b = c; 102; =",
                "(a = b) = c; 102; =",
                "(a = b) + 1 = 2; 102; +",
                "a = (b = c); 102; =",
                "a == b; 102; =",
                "a NOT = b; 4145; NOT",
                "a BETWEEN 1; 102; 1",
                "a BETWEEN 1 OR 2; 156; OR",
                "a IN 1; 102; 1",
                "a IN (); 102; )",
                "a IN (1; 102; 1",
                "a IN (1,); 102; )",
                "a IS 1; 102; 1",
                "a IS NOT; 102; NOT",
                "a LIKE; 102; LIKE",
                "EXISTS SELECT 1; 156; SELECT",
                "EXISTS (1); 102; 1",
                "a = ALL (1); 102; 1",
                "a = 1 AND; 102; AND",
                "AND a = 1; 156; AND",
                "a = 1 a = 2; 102; a",
                "a =* b; 102; *",
            })
    void what_is_wrong_is_refused(String text, int number, String near) {
        var refusal = Reading.refusal("SELECT 1 FROM t WHERE " + text);

        assertThat(refusal.number() + " " + refusal.text())
                .startsWith(number + " ")
                .contains("'" + near + "'.");
    }

    @Test
    void a_condition_is_no_expression() {
        Reading.refusedNear("SELECT (a = 1) FROM t", "=");
        Reading.refusedNear("SELECT 1 WHERE 1 IN (1 = 1)", "=");
    }

    @Test
    void what_a_newer_version_has_is_wrong_in_an_older_one() {
        var refusal = Reading.refusal("SELECT 1 WHERE a IS DISTINCT FROM b", 15);

        assertThat(refusal.text()).isEqualTo("Incorrect syntax near the keyword 'DISTINCT'.");
    }
}
