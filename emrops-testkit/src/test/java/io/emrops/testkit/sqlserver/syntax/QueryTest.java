package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private final StatementPrinter printer = new StatementPrinter();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "SELECT ALL 1; SELECT 1",
                "SELECT DISTINCT TOP 5 a FROM t; SELECT DISTINCT TOP (5) [a] FROM [t]",
                "SELECT TOP (@n) PERCENT WITH TIES * FROM t ORDER BY 1; SELECT TOP (@n) PERCENT WITH TIES * FROM [t] ORDER BY 1",
                "SELECT a = 1, 'b' = 2, [c d] = 3; SELECT 1 AS [a], 2 AS [b], 3 AS [c d]",
                "SELECT 1 a, 2 AS b, 3 'c', 4 AS 'd', 5 [e]; SELECT 1 AS [a], 2 AS [b], 3 AS [c], 4 AS [d], 5 AS [e]",
                "SELECT *, t.*, dbo.t.* FROM dbo.t; SELECT *, [t].*, [dbo].[t].* FROM [dbo].[t]",
                "SELECT a*b, t.a * 2 FROM t; SELECT ([a] * [b]), ([t].[a] * 2) FROM [t]",
                "SELECT @a = 1, @b += 2, @c = @c + a FROM t; SELECT @a = 1, @b += 2, @c = (@c + [a]) FROM [t]",
                "SELECT a INTO #x FROM t; SELECT [a] INTO [#x] FROM [t]",
                "SELECT a FROM t GROUP BY a, b HAVING COUNT(*) > 1; SELECT [a] FROM [t] GROUP BY [a], [b] HAVING (COUNT(*) > 1)",
                "SELECT a FROM t ORDER BY a ASC, b DESC; SELECT [a] FROM [t] ORDER BY [a], [b] DESC",
                "SELECT a FROM t ORDER BY a OFFSET 5 ROW FETCH FIRST @n ROW ONLY; SELECT [a] FROM [t] ORDER BY [a] OFFSET 5 ROWS"
                        + " FETCH NEXT @n ROWS ONLY",
                "SELECT 1 UNION SELECT 2 UNION ALL SELECT 3; SELECT 1 UNION SELECT 2 UNION ALL SELECT 3",
                "(SELECT 1) EXCEPT (SELECT 2) ORDER BY 1; (SELECT 1) EXCEPT (SELECT 2) ORDER BY 1",
                "(SELECT 1); (SELECT 1)",
                "SELECT 1 OPTION (RECOMPILE, MAXRECURSION 7, MAXDOP 1); SELECT 1 OPTION (MAXRECURSION 7)",
                "SELECT 1 OPTION (HASH JOIN, FORCE ORDER, OPTIMIZE FOR (@a = 1, @b UNKNOWN)); SELECT 1",
                "WITH a AS (SELECT 1 AS x), b (y) AS (SELECT x FROM a) SELECT * FROM b; WITH [a] AS (SELECT 1 AS [x]), [b] ([y]) AS"
                        + " (SELECT [x] FROM [a]) SELECT * FROM [b]",
                "SELECT (SELECT TOP 1 a FROM t ORDER BY a) AS x; SELECT (SELECT TOP (1) [a] FROM [t] ORDER BY [a]) AS [x]",
            })
    void queries_are_read_as_documented(String text, String meaning) {
        assertThat(printer.print(Reading.statement(text))).as(text).isEqualTo(meaning);
    }

    @Test
    void an_intersection_binds_more_than_its_neighbours() {
        var query = Reading.query("SELECT 1 UNION SELECT 2 INTERSECT SELECT 3 EXCEPT SELECT 4");

        var except = (Query.Combination) query.body();
        var union = (Query.Combination) except.left();
        assertThat(except.kind()).isEqualTo(Query.Combination.Kind.EXCEPT);
        assertThat(union.kind()).isEqualTo(Query.Combination.Kind.UNION);
        assertThat(union.right())
                .isInstanceOfSatisfying(
                        Query.Combination.class,
                        right -> assertThat(right.kind()).isEqualTo(Query.Combination.Kind.INTERSECT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "t; [t]",
                "dbo.t x; [dbo].[t] AS [x]",
                "d..t AS x; [d]..[t] AS [x]",
                "a, b; [a], [b]",
                "a JOIN b ON 1 = 1; ([a] INNER JOIN [b] ON (1 = 1))",
                "a LEFT OUTER JOIN b ON 1 = 1; ([a] LEFT JOIN [b] ON (1 = 1))",
                "a RIGHT JOIN b ON 1 = 1; ([a] RIGHT JOIN [b] ON (1 = 1))",
                "a FULL OUTER JOIN b ON 1 = 1; ([a] FULL JOIN [b] ON (1 = 1))",
                "a INNER HASH JOIN b ON 1 = 1; ([a] INNER JOIN [b] ON (1 = 1))",
                "a CROSS JOIN b; ([a] CROSS JOIN [b])",
                "a JOIN b ON 1 = 1 JOIN c ON 2 = 2; (([a] INNER JOIN [b] ON (1 = 1)) INNER JOIN [c] ON (2 = 2))",
                "a JOIN b JOIN c ON 1 = 1 ON 2 = 2; ([a] INNER JOIN ([b] INNER JOIN [c] ON (1 = 1)) ON (2 = 2))",
                "a JOIN (b CROSS JOIN c) ON 2 = 2; ([a] INNER JOIN ([b] CROSS JOIN [c]) ON (2 = 2))",
                "((a)); [a]",
                "a CROSS APPLY (SELECT 1 AS x) AS b; ([a] CROSS APPLY (SELECT 1 AS [x]) AS [b])",
                "a OUTER APPLY f(a.x) b; ([a] OUTER APPLY [f]([a].[x]) AS [b])",
                "(SELECT 1 AS a) x; (SELECT 1 AS [a]) AS [x]",
                "((SELECT 1 AS a) UNION SELECT 2) AS x (b); ((SELECT 1 AS [a]) UNION SELECT 2) AS [x] ([b])",
                "((SELECT 1 AS a) x CROSS JOIN b); ((SELECT 1 AS [a]) AS [x] CROSS JOIN [b])",
                "(((SELECT 1 AS a)) x CROSS JOIN b); (((SELECT 1 AS [a])) AS [x] CROSS JOIN [b])",
                "(VALUES (1, 2), (3, 4)) AS x (a, b); (VALUES (1, 2), (3, 4)) AS [x] ([a], [b])",
                "STRING_SPLIT('a,b', ',') s; [STRING_SPLIT]('a,b', ',') AS [s]",
                "sys.fn_x(DEFAULT) AS s (a, b); [sys].[fn_x](DEFAULT) AS [s] ([a], [b])",
                "@t AS x; @t AS [x]",
                "offset; [offset]",
            })
    void sources_are_read_as_documented(String text, String meaning) {
        assertThat(printer.print(Reading.statement("SELECT * FROM " + text))).isEqualTo("SELECT * FROM " + meaning);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t WITH (NOLOCK, INDEX(1), INDEX = (i, j))",
                "t (NOLOCK, INDEX = i)",
                "t WITH (nolock INDEX(1))",
                "t WITH (NOLOCK, INDEX (i))",
                "t WITH (NOLOCK INDEX (i))",
            })
    void hints_are_written_in_several_ways(String text) {
        var body = (Query.Select) Reading.query("SELECT * FROM " + text).body();

        assertThat(body.from())
                .containsExactly(new TableSource.Named(
                        new ObjectName("", "", "t"), Optional.empty(), Set.of("NOLOCK", "INDEX"), 1));
    }

    @Test
    void old_hints_may_stand_before_the_alias() {
        assertThat(Reading.query("SELECT * FROM t (NOLOCK) x"))
                .isEqualTo(Reading.query("SELECT * FROM t x WITH (NOLOCK)"));
    }

    @Test
    void every_hint_of_the_list_is_known() {
        var hints =
                "READUNCOMMITTED, READCOMMITTED, REPEATABLEREAD, SERIALIZABLE, HOLDLOCK, UPDLOCK, XLOCK, ROWLOCK, PAGLOCK,"
                        + " TABLOCK, TABLOCKX, READPAST, NOWAIT, FORCESEEK (i (a, b))";
        var body = (Query.Select) Reading.query("SELECT * FROM t x WITH (" + hints + ") WHERE 1 = 1")
                .body();

        assertThat(body.from())
                .singleElement()
                .isInstanceOfSatisfying(
                        TableSource.Named.class,
                        named -> assertThat(named.hints()).hasSize(14));
    }

    @Test
    void a_name_before_a_bracket_is_a_function_unless_hints_are_in_it() {
        var body = (Query.Select)
                Reading.query("SELECT * FROM nolock(nolock), t(nolock), f(a)").body();

        assertThat(body.from())
                .extracting(Object::getClass)
                .containsExactly(TableSource.Named.class, TableSource.Named.class, TableSource.Function.class);
    }

    @Test
    void lines_are_those_of_the_words() {
        var statements = Reading.batch("\nSELECT a,\n b FROM t\n\nSELECT\n  c");

        assertThat(statements).extracting(Statement::line).containsExactly(2, 5);
        var items =
                ((Query.Select) ((Statement.Select) statements.get(0)).query().body()).items();
        assertThat(items)
                .extracting(item -> (Expression.ColumnReference) ((Query.Value) item).expression())
                .extracting(Expression.ColumnReference::name, Expression.ColumnReference::line)
                .containsExactly(tuple("a", 2), tuple("b", 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "SELECT; 102; SELECT",
                "SELECT FROM t; 156; FROM",
                "SELECT a, FROM t; 156; FROM",
                "SELECT a b c; 102; c",
                "SELECT a FROM; 102; FROM",
                "SELECT a FROM t,; 102; ,",
                "SELECT a FROM t x y; 102; y",
                "SELECT a FROM WHERE 1 = 1; 156; WHERE",
                "SELECT a FROM t WHERE; 102; WHERE",
                "SELECT a FROM t GROUP a; 102; a",
                "SELECT a FROM t ORDER a; 102; a",
                "SELECT a FROM t ORDER BY; 102; BY",
                "SELECT a FROM t ORDER BY a, ; 102; ,",
                "SELECT a WHERE 1 = 1 FROM t; 156; FROM",
                "SELECT a FROM t WHERE 1 = 1 WHERE 1 = 1; 156; WHERE",
                "SELECT a FROM t ORDER BY a WHERE 1 = 1; 156; WHERE",
                "SELECT a FROM t OFFSET 5 ROWS; 102; 5",
                "SELECT a FROM t ORDER BY a OFFSET 5; 102; 5",
                "SELECT TOP @n a FROM t; 102; @n",
                "SELECT TOP FROM t; 156; FROM",
                "SELECT a FROM t LIMIT 5; 102; 5",
                "SELECT a FROM (SELECT 1 AS a); 102; )",
                "SELECT a FROM (VALUES (1)); 102; )",
                "SELECT a FROM (t; 102; t",
                "SELECT a FROM t JOIN u; 102; u",
                "SELECT a FROM t JOIN u USING (a); 102; (",
                "SELECT a FROM t CROSS JOIN u ON 1 = 1; 156; ON",
                "SELECT a FROM t NATURAL JOIN u; 102; u",
                "SELECT a FROM t LEFT u; 102; u",
                "SELECT a FROM t CROSS u; 102; u",
                "SELECT 1 UNION; 102; UNION",
                "SELECT 1 UNION 2; 102; 2",
                "SELECT 1 ORDER BY 1 UNION SELECT 2; 156; UNION",
                "(SELECT 1 ORDER BY 1) UNION SELECT 2; 156; ORDER",
                "SELECT 1 OPTION (FOO); 102; FOO",
                "SELECT 1 OPTION RECOMPILE; 102; RECOMPILE",
                "WITH a (SELECT 1) SELECT 1; 156; SELECT",
                "WITH a AS SELECT 1; 156; SELECT",
                "WITH a AS (SELECT 1 AS x); 102; )",
                "WITH a AS (SELECT 1 AS x) PRINT 1; 156; PRINT",
                "SELECT a FROM t FOR UPDATE; 156; FOR",
                "SELECT (SELECT 1 AS a INTO t); 156; INTO",
                "SELECT * FROM t WITH (5); 102; 5",
                "SELECT * FROM t WITH (NOLOCK; 102; NOLOCK",
                "SELECT a..b FROM t ORDER BY a..; 102; .",
                "SELECT 1 'a' 'b'; 102; b",
            })
    void what_is_wrong_is_refused_near_its_place(String text, int number, String near) {
        var refusal = Reading.refusal(text);

        assertThat(refusal.number() + " " + refusal.text())
                .isEqualTo(
                        number == 102
                                ? "102 Incorrect syntax near '" + near + "'."
                                : "156 Incorrect syntax near the keyword '" + near + "'.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "SELECT @a = 1, 2; 141; A SELECT statement that assigns a value to a variable must not be combined with data-retrieval"
                        + " operations.",
                "SELECT * FROM (SELECT 1 AS a ORDER BY a) AS x; 1033; The ORDER BY clause is invalid in views, inline functions,"
                        + " derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified.",
                "SELECT TOP 1 a FROM t ORDER BY a OFFSET 1 ROWS; 10741; A TOP can not be used in the same query or sub-query as a"
                        + " OFFSET.",
                "SELECT a FROM t ORDER BY a FETCH NEXT 5 ROWS ONLY; 153; Invalid usage of the option NEXT in the FETCH statement.",
                "SELECT 1 EXCEPT ALL SELECT 2; 324; The 'ALL' version of the EXCEPT operator is not supported.",
                "SELECT 1 AS a UNION SELECT 2 INTO t; 196; SELECT INTO must be the first query in a statement containing a UNION,"
                        + " INTERSECT or EXCEPT operator.",
                "SELECT @a = 1 UNION SELECT 2; 10734; Variable assignment is not allowed in a statement containing a top level UNION,"
                        + " INTERSECT or EXCEPT operator.",
                "SELECT * FROM t WITH (FOO); 321; \"FOO\" is not a recognized table hints option.",
                "SELECT * FROM (VALUES (1), (1, 2)) AS x (a); 10709; The number of columns for each row in a table value constructor"
                        + " must be the same.",
                "SELECT * FROM t WITH c AS (SELECT 1 AS a) SELECT * FROM c; 336; Incorrect syntax near 'c'. If this is intended to be"
                        + " a common table expression, you need to explicitly terminate the previous statement with a semi-colon.",
                "PRINT 1 WITH c AS (SELECT 1 AS a) SELECT * FROM c; 319; Incorrect syntax near the keyword 'with'. If this statement is"
                        + " a common table expression, an xmlnamespaces clause or a change tracking context clause, the previous"
                        + " statement must be terminated with a semicolon.",
            })
    void what_is_wrong_has_a_message_of_its_own(String text, int number, String message) {
        Reading.refused("\n" + text, number + " line 2: " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM (SELECT TOP 1 a FROM t ORDER BY a) AS x",
                "SELECT * FROM (SELECT a FROM t ORDER BY a OFFSET 0 ROWS) AS x",
                "INSERT INTO t SELECT a FROM u ORDER BY a",
                "PRINT 1; WITH c AS (SELECT 1 AS a) SELECT * FROM c",
                "PRINT 1 ;WITH c AS (SELECT 1 AS a) SELECT * FROM c",
                "BEGIN WITH c AS (SELECT 1 AS a) SELECT * FROM c END",
            })
    void what_is_nearly_wrong_is_read(String text) {
        assertThat(Reading.batch(text)).isNotEmpty();
    }
}
