package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowChangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INSERT t VALUES (1, DEFAULT) | INSERT INTO [t] VALUES (1, DEFAULT)",
                "INSERT INTO dbo.t (a, b) VALUES (1, 2), (3, 4) | INSERT INTO [dbo].[t] ([a], [b]) VALUES (1, 2), (3, 4)",
                "INSERT INTO t WITH (TABLOCK) (a) SELECT 1 | INSERT INTO [t] WITH (TABLOCK) ([a]) SELECT 1",
                "INSERT INTO t (SELECT 1) | INSERT INTO [t] (SELECT 1)",
                "INSERT INTO t ((SELECT 1) UNION SELECT 2) | INSERT INTO [t] ((SELECT 1) UNION SELECT 2)",
                "INSERT INTO t DEFAULT VALUES | INSERT INTO [t] DEFAULT VALUES",
                "INSERT INTO @t (a) OUTPUT inserted.a EXEC p 1 | INSERT INTO @t ([a]) OUTPUT [inserted].[a] EXEC [p] 1",
                "INSERT TOP (5) t OUTPUT inserted.* INTO u (a) SELECT a FROM v OPTION (RECOMPILE) | INSERT TOP (5) INTO [t] OUTPUT"
                        + " [inserted].* INTO [u] ([a]) SELECT [a] FROM [v]",
                "WITH c AS (SELECT 1 AS a) INSERT INTO t SELECT a FROM c | WITH [c] AS (SELECT 1 AS [a]) INSERT INTO [t] SELECT [a]"
                        + " FROM [c]",
                "UPDATE t SET a = 1, t.b += 2, @v = c, @w = d = 3, @x += 4, e = DEFAULT | UPDATE [t] SET [a] = 1, [t].[b] += 2, @v ="
                        + " [c], @w = [d] = 3, @x += 4, [e] = DEFAULT",
                "UPDATE TOP (1) x SET a = u.a OUTPUT deleted.a, inserted.a b FROM t x JOIN u ON x.i = u.i WHERE x.a = 1 | UPDATE TOP (1)"
                        + " [x] SET [a] = [u].[a] OUTPUT [deleted].[a], [inserted].[a] AS [b] FROM ([t] AS [x] INNER JOIN [u] ON"
                        + " ([x].[i] = [u].[i])) WHERE ([x].[a] = 1)",
                "UPDATE t WITH (ROWLOCK) SET a *= 2 | UPDATE [t] WITH (ROWLOCK) SET [a] *= 2",
                "DELETE t | DELETE FROM [t]",
                "DELETE FROM a FROM t AS a WHERE a.b = 1 | DELETE FROM [a] FROM [t] AS [a] WHERE ([a].[b] = 1)",
                "DELETE TOP (10) PERCENT FROM t OUTPUT deleted.* | DELETE TOP (10) PERCENT FROM [t] OUTPUT [deleted].*",
                "TRUNCATE TABLE dbo.t | TRUNCATE TABLE [dbo].[t]",
                "MERGE t USING u ON t.a = u.a WHEN MATCHED THEN DELETE; | MERGE INTO [t] USING [u] ON ([t].[a] = [u].[a]) WHEN MATCHED"
                        + " THEN DELETE;",
                "MERGE INTO t WITH (HOLDLOCK) AS x USING (VALUES (1)) AS y (a) ON x.a = y.a WHEN MATCHED AND x.b = 1 THEN UPDATE SET b ="
                        + " 2 WHEN NOT MATCHED THEN INSERT (a) VALUES (y.a) WHEN NOT MATCHED BY SOURCE THEN DELETE OUTPUT $action;"
                        + " | MERGE INTO [t] WITH (HOLDLOCK) AS [x] USING (VALUES (1)) AS [y] ([a]) ON ([x].[a] = [y].[a]) WHEN MATCHED"
                        + " AND ([x].[b] = 1) THEN UPDATE SET [b] = 2 WHEN NOT MATCHED BY TARGET THEN INSERT ([a]) VALUES ([y].[a]) WHEN"
                        + " NOT MATCHED BY SOURCE THEN DELETE OUTPUT [$action];",
            })
    void changes_are_read_as_documented(String text, String meaning) {
        assertThat(new StatementPrinter().print(Reading.statement(text)))
                .as(text)
                .isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INSERT INTO t | 102 line 1: Incorrect syntax near 't'.",
                "INSERT INTO t (a) | 102 line 1: Incorrect syntax near ')'.",
                "INSERT INTO t () VALUES (1) | 102 line 1: Incorrect syntax near ')'.",
                "INSERT INTO t (a,) VALUES (1) | 102 line 1: Incorrect syntax near ')'.",
                "INSERT INTO t VALUES | 102 line 1: Incorrect syntax near 'VALUES'.",
                "INSERT INTO t VALUES 1 | 102 line 1: Incorrect syntax near '1'.",
                "INSERT INTO t VALUES () | 102 line 1: Incorrect syntax near ')'.",
                "INSERT INTO t VALUES (1) (2) | 102 line 1: Incorrect syntax near '('.",
                "INSERT INTO t VALUES (1), (1, 2) | 10709 line 1: The number of columns for each row in a table value constructor must be"
                        + " the same.",
                "INSERT INTO t SET a = 1 | 156 line 1: Incorrect syntax near the keyword 'SET'.",
                "INSERT INTO t WITH (NOLOCK) VALUES (1) | 1065 line 1: The NOLOCK and READUNCOMMITTED lock hints are not allowed for"
                        + " target tables of INSERT, UPDATE, DELETE or MERGE statements.",
                "INSERT TOP 5 INTO t SELECT 1 | 102 line 1: Incorrect syntax near '5'.",
                "INSERT INTO t WITH c AS (SELECT 1 AS a) SELECT a FROM c | 336 line 1: Incorrect syntax near 'c'. If this is intended to"
                        + " be a common table expression, you need to explicitly terminate the previous statement with a semi-colon.",
                "UPDATE t | 102 line 1: Incorrect syntax near 't'.",
                "UPDATE t SET | 102 line 1: Incorrect syntax near 'SET'.",
                "UPDATE t SET a | 102 line 1: Incorrect syntax near 'a'.",
                "UPDATE t SET a = | 102 line 1: Incorrect syntax near '='.",
                "UPDATE t SET a = 1, WHERE b = 1 | 156 line 1: Incorrect syntax near the keyword 'WHERE'.",
                "UPDATE t x SET a = 1 | 102 line 1: Incorrect syntax near 'x'.",
                "UPDATE t SET a = 1 WHERE b | 4145 line 1: An expression of non-boolean type specified in a context where a condition is"
                        + " expected, near 'b'.",
                "UPDATE t SET a = 1 ORDER BY a | 156 line 1: Incorrect syntax near the keyword 'ORDER'.",
                "UPDATE t SET 1 = a | 102 line 1: Incorrect syntax near '1'.",
                "DELETE | 102 line 1: Incorrect syntax near 'DELETE'.",
                "DELETE FROM t x WHERE a = 1 | 102 line 1: Incorrect syntax near 'x'.",
                "DELETE * FROM t | 102 line 1: Incorrect syntax near '*'.",
                "TRUNCATE t | 102 line 1: Incorrect syntax near 't'.",
                "MERGE t USING u ON 1 = 1 WHEN MATCHED THEN DELETE | 10713 line 1: A MERGE statement must be terminated by a semi-colon"
                        + " (;).",
                "MERGE t USING u ON 1 = 1; | 102 line 1: Incorrect syntax near ';'.",
                "MERGE t USING u WHEN MATCHED THEN DELETE; | 156 line 1: Incorrect syntax near the keyword 'WHEN'.",
                "MERGE t USING u ON 1 = 1 WHEN NOT MATCHED THEN DELETE; | 10710 line 1: An action of type 'DELETE' is not allowed in the"
                        + " 'WHEN NOT MATCHED' clause of a MERGE statement.",
                "MERGE t USING u ON 1 = 1 WHEN MATCHED THEN INSERT (a) VALUES (1); | 10711 line 1: An action of type 'INSERT' is not"
                        + " allowed in the 'WHEN MATCHED' clause of a MERGE statement.",
            })
    void what_is_wrong_is_refused(String text, String refusal) {
        Reading.refused(text, refusal);
    }

    @Test
    void an_assignment_after_a_variable_is_told_from_an_expression() {
        var update = (RowChange.Update) Reading.statement("UPDATE t SET @a = b.c + 1, @d = e.f -= 2");

        assertThat(update.assignments().get(0).column()).isEmpty();
        assertThat(update.assignments().get(1).column()).containsExactly("e", "f");
        assertThat(update.assignments().get(1).operator()).contains(Expression.Binary.Operator.SUBTRACT);
    }
}
