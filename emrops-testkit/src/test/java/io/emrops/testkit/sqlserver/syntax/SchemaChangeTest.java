package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaChangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE TABLE t (a int) | CREATE TABLE [t] ([a] int)",
                "CREATE TABLE #t (a int, ) | CREATE TABLE [#t] ([a] int)",
                "CREATE TABLE t (a int NOT NULL IDENTITY PRIMARY KEY) | CREATE TABLE [t] ([a] int IDENTITY (1, 1) NOT NULL  PRIMARY KEY)",
                "CREATE TABLE t (a int IDENTITY(5, -1) NOT FOR REPLICATION NULL) | CREATE TABLE [t] ([a] int IDENTITY (5, -1) NULL)",
                "CREATE TABLE t (a varchar(10) COLLATE x SPARSE NULL) | CREATE TABLE [t] ([a] varchar(10) COLLATE x NULL)",
                "CREATE TABLE t (a uniqueidentifier ROWGUIDCOL DEFAULT NEWID()) | CREATE TABLE [t] ([a] uniqueidentifier ROWGUIDCOL"
                        + " DEFAULT NEWID())",
                "CREATE TABLE t (a int CONSTRAINT d DEFAULT 0 CONSTRAINT c CHECK (a > 0) REFERENCES u (b) ON UPDATE CASCADE) | CREATE"
                        + " TABLE [t] ([a] int CONSTRAINT [d] DEFAULT 0 CONSTRAINT [c] CHECK ([a] > 0)  REFERENCES [u] ([b]) ON UPDATE"
                        + " CASCADE)",
                "CREATE TABLE t (a int FOREIGN KEY REFERENCES u NOT FOR REPLICATION) | CREATE TABLE [t] ([a] int  REFERENCES [u])",
                "CREATE TABLE t (a AS b + 1 PERSISTED, b int) | CREATE TABLE [t] ([a] AS ([b] + 1) PERSISTED, [b] int)",
                "CREATE TABLE t (a int, CONSTRAINT p PRIMARY KEY CLUSTERED (a DESC, b) WITH (FILLFACTOR = 80, PAD_INDEX = ON) ON [PRIMARY])"
                        + " ON [PRIMARY] TEXTIMAGE_ON [PRIMARY] | CREATE TABLE [t] ([a] int, CONSTRAINT [p] PRIMARY KEY CLUSTERED ([a]"
                        + " DESC, [b]))",
                "CREATE TABLE t (a int UNIQUE NONCLUSTERED, FOREIGN KEY (a, b) REFERENCES u (c, d) ON DELETE SET NULL ON UPDATE NO ACTION)"
                        + " | CREATE TABLE [t] ([a] int  UNIQUE NONCLUSTERED,  FOREIGN KEY ([a], [b]) REFERENCES [u] ([c], [d]) ON DELETE"
                        + " SET NULL ON UPDATE NO ACTION)",
                "CREATE TABLE t (a int PRIMARY KEY (a DESC), b int CONSTRAINT c FOREIGN KEY (b) REFERENCES u) | CREATE TABLE [t] ([a] int"
                        + "  PRIMARY KEY, [b] int CONSTRAINT [c] REFERENCES [u])",
                "CREATE TABLE t (a int) WITH (DATA_COMPRESSION = PAGE) | CREATE TABLE [t] ([a] int)",
                "CREATE TABLE t (timestamp, a [sys].[int]) | CREATE TABLE [t] ([timestamp] timestamp, [a] sys.int)",
                "ALTER TABLE t ADD a int, b int NOT NULL DEFAULT 0 WITH VALUES, CHECK (a > b) | ALTER TABLE [t] ADD [a] int, [b] int NOT"
                        + " NULL DEFAULT 0 WITH VALUES,  CHECK ([a] > [b])",
                "ALTER TABLE t WITH NOCHECK ADD CONSTRAINT c CHECK (a > 0) | ALTER TABLE [t] WITH NOCHECK ADD CONSTRAINT [c] CHECK ([a] >"
                        + " 0)",
                "ALTER TABLE t ADD CONSTRAINT d DEFAULT GETDATE() FOR a | ALTER TABLE [t] ADD CONSTRAINT [d] DEFAULT GETDATE() FOR [a]",
                "ALTER TABLE t ADD DEFAULT 'x' FOR a, UNIQUE (b) | ALTER TABLE [t] ADD  DEFAULT 'x' FOR [a],  UNIQUE ([b])",
                "ALTER TABLE t ALTER COLUMN a nvarchar(50) NOT NULL | ALTER TABLE [t] ALTER COLUMN [a] nvarchar(50) NOT NULL",
                "ALTER TABLE t DROP COLUMN IF EXISTS a, b | ALTER TABLE [t] DROP COLUMN IF EXISTS [a], [b]",
                "ALTER TABLE t DROP a | ALTER TABLE [t] DROP CONSTRAINT [a]",
                "ALTER TABLE t DROP CONSTRAINT a, b | ALTER TABLE [t] DROP CONSTRAINT [a], [b]",
                "ALTER TABLE t NOCHECK CONSTRAINT ALL | ALTER TABLE [t] NOCHECK CONSTRAINT ALL",
                "ALTER TABLE t WITH CHECK CHECK CONSTRAINT a | ALTER TABLE [t] WITH CHECK CHECK CONSTRAINT [a]",
                "DROP TABLE IF EXISTS a, dbo.b | DROP TABLE IF EXISTS [a], [dbo].[b]",
                "CREATE INDEX i ON t (a) | CREATE INDEX [i] ON [t] ([a])",
                "CREATE UNIQUE NONCLUSTERED INDEX i ON t (a DESC) INCLUDE (b, c) WHERE a IS NOT NULL WITH (ONLINE = ON, SORT_IN_TEMPDB ="
                        + " OFF) ON [fg] | CREATE UNIQUE INDEX [i] ON [t] ([a] DESC) INCLUDE ([b], [c]) WHERE ([a] IS NOT NULL)",
                "CREATE CLUSTERED INDEX i ON t (a) WITH FILLFACTOR = 90 | CREATE CLUSTERED INDEX [i] ON [t] ([a])",
                "DROP INDEX IF EXISTS i ON dbo.t | DROP INDEX IF EXISTS [i] ON [dbo].[t]",
                "DROP INDEX dbo.t.i | DROP INDEX [i] ON [dbo].[t]",
                "CREATE SCHEMA s AUTHORIZATION dbo | CREATE SCHEMA [s]",
                "DROP SCHEMA IF EXISTS s | DROP SCHEMA IF EXISTS [s]",
                "CREATE SEQUENCE s AS bigint START WITH 5 INCREMENT BY -1 MINVALUE 1 NO MAXVALUE CYCLE CACHE 50 | CREATE SEQUENCE [s] AS"
                        + " bigint START WITH 5 INCREMENT BY -1 MINVALUE 1 CYCLE",
                "CREATE SEQUENCE s NO CACHE | CREATE SEQUENCE [s]",
                "DROP SEQUENCE s, t | DROP SEQUENCE [s], [t]",
                "DROP VIEW IF EXISTS v | DROP VIEW IF EXISTS [v]",
            })
    void changes_are_read_as_documented(String text, String meaning) {
        assertThat(new SchemaPrinter().print((SchemaChange) Reading.statement(text)))
                .as(text)
                .isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE TABLE t | 102 line 1: Incorrect syntax near 't'.",
                "CREATE TABLE t () | 102 line 1: Incorrect syntax near ')'.",
                "CREATE TABLE t (a) | 173 line 1: The definition for column 'a' must include a data type.",
                "CREATE TABLE t (a, b int) | 173 line 1: The definition for column 'a' must include a data type.",
                "CREATE TABLE t (a int b int) | 102 line 1: Incorrect syntax near 'b'.",
                "CREATE TABLE t (a int | 102 line 1: Incorrect syntax near 'int'.",
                "CREATE TABLE t (key int) | 156 line 1: Incorrect syntax near the keyword 'key'.",
                "CREATE TABLE t (a int NULL NOT NULL) | 8150 line 1: Multiple NULL constraints were specified for column 'a', table ''.",
                "CREATE TABLE t (a int DEFAULT 1 DEFAULT 2) | 8148 line 1: More than one column DEFAULT constraint specified for column"
                        + " 'a', table ''.",
                "CREATE TABLE t (a int IDENTITY(1)) | 102 line 1: Incorrect syntax near ')'.",
                "CREATE TABLE t (a int IDENTITY(1.5, 1)) | 102 line 1: Incorrect syntax near '1.5'.",
                "CREATE TABLE t (a varchar(x y)) | 50000 line 1: The simulated server does not do XML typed by a schema collection (line"
                        + " 1).",
                "CREATE TABLE t (a decimal(1, 2, 3)) | 102 line 1: Incorrect syntax near ','.",
                "CREATE TABLE t (a int PRIMARY) | 102 line 1: Incorrect syntax near ')'.",
                "CREATE TABLE t (a int, PRIMARY KEY) | 102 line 1: Incorrect syntax near ')'.",
                "CREATE TABLE t (a int CHECK a > 0) | 102 line 1: Incorrect syntax near 'a'.",
                "CREATE TABLE t (a int, CONSTRAINT c) | 102 line 1: Incorrect syntax near ')'.",
                "CREATE TABLE t (a int, PRIMARY KEY (a) UNIQUE (a)) | 156 line 1: Incorrect syntax near the keyword 'UNIQUE'.",
                "CREATE TABLE t (a int, DEFAULT 1 FOR a) | 156 line 1: Incorrect syntax near the keyword 'DEFAULT'.",
                "CREATE TABLE t (a int) ON PRIMARY | 156 line 1: Incorrect syntax near the keyword 'PRIMARY'.",
                "CREATE TABLE t (a int) WITH (FOO = ON) | 102 line 1: Incorrect syntax near 'FOO'.",
                "CREATE TABLE t (a int REFERENCES u ON DELETE DROP) | 156 line 1: Incorrect syntax near the keyword 'DROP'.",
                "CREATE TABLE IF NOT EXISTS t (a int) | 156 line 1: Incorrect syntax near the keyword 'IF'.",
                "ALTER TABLE t | 102 line 1: Incorrect syntax near 't'.",
                "ALTER TABLE t ADD COLUMN a int | 156 line 1: Incorrect syntax near the keyword 'COLUMN'.",
                "ALTER TABLE t ADD (a int) | 102 line 1: Incorrect syntax near '('.",
                "ALTER TABLE t MODIFY a int | 102 line 1: Incorrect syntax near 'MODIFY'.",
                "ALTER TABLE t ALTER COLUMN a | 102 line 1: Incorrect syntax near 'a'.",
                "ALTER TABLE t DROP COLUMN | 102 line 1: Incorrect syntax near 'COLUMN'.",
                "ALTER TABLE t ADD DEFAULT 1 | 102 line 1: Incorrect syntax near '1'.",
                "DROP TABLE | 102 line 1: Incorrect syntax near 'TABLE'.",
                "DROP TABLE t CASCADE | 156 line 1: Incorrect syntax near the keyword 'CASCADE'.",
                "CREATE INDEX i ON t | 102 line 1: Incorrect syntax near 't'.",
                "CREATE INDEX ON t (a) | 156 line 1: Incorrect syntax near the keyword 'ON'.",
                "CREATE INDEX i ON t (a) WITH (FOO = ON) | 155 line 1: 'FOO' is not a recognized CREATE INDEX option.",
                "CREATE INDEX i ON t (a) WITH (FILLFACTOR = 0) | 129 line 1: Fillfactor 0 is not a valid percentage; fillfactor must be"
                        + " between 1 and 100.",
                "DROP INDEX i | 102 line 1: Incorrect syntax near 'i'.",
                "CREATE SEQUENCE s START 5 | 102 line 1: Incorrect syntax near '5'.",
                "CREATE FOO x | 343 line 1: Unknown object type 'FOO' used in a CREATE, DROP, or ALTER statement.",
                "DROP FOO x | 343 line 1: Unknown object type 'FOO' used in a CREATE, DROP, or ALTER statement.",
                "ALTER SELECT x | 156 line 1: Incorrect syntax near the keyword 'SELECT'.",
                "CREATE | 102 line 1: Incorrect syntax near 'CREATE'.",
                "SELECT 1 CREATE VIEW v AS SELECT 1 AS a | 111 line 1: 'CREATE VIEW' must be the first statement in a query batch.",
                "SELECT 1; CREATE SCHEMA s | 111 line 1: 'CREATE SCHEMA' must be the first statement in a query batch.",
                "SELECT 1; ALTER VIEW v AS SELECT 1 AS a | 111 line 1: 'ALTER VIEW' must be the first statement in a query batch.",
                "IF 1 = 1 CREATE VIEW v AS SELECT 1 AS a | 111 line 1: 'CREATE VIEW' must be the first statement in a query batch.",
                "CREATE VIEW v AS SELECT 1 AS a SELECT 2 | 156 line 1: Incorrect syntax near the keyword 'SELECT'.",
                "CREATE VIEW v AS SELECT 1 AS a; SELECT 2 | 156 line 1: Incorrect syntax near the keyword 'SELECT'.",
                "CREATE VIEW v AS SELECT a FROM t ORDER BY a | 1033 line 1: The ORDER BY clause is invalid in views, inline functions,"
                        + " derived tables, subqueries, and common table expressions, unless TOP, OFFSET or FOR XML is also specified.",
                "CREATE VIEW v AS SELECT a INTO u FROM t | 156 line 1: Incorrect syntax near the keyword 'INTO'.",
                "CREATE VIEW v AS PRINT 1 | 156 line 1: Incorrect syntax near the keyword 'PRINT'.",
            })
    void what_is_wrong_is_refused(String text, String refusal) {
        Reading.refused(text, refusal);
    }

    @Test
    void a_view_keeps_its_text() {
        var text =
                "CREATE OR ALTER  VIEW dbo.v (x) WITH SCHEMABINDING\nAS\nWITH c AS (SELECT 1 AS a) SELECT a FROM c -- here";
        var view = (SchemaChange.CreateView) Reading.statement("-- before\n" + text + "\n;");

        assertThat(view.view()).isEqualTo(new ObjectName("", "dbo", "v"));
        assertThat(view.columns()).containsExactly("x");
        assertThat(view.with()).hasSize(1);
        assertThat(view.mode()).isEqualTo(SchemaChange.CreateView.Mode.CREATE_OR_ALTER);
        assertThat(view.source()).isEqualTo(text + "\n;");
        assertThat(view.line()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "0 | ((0))",
                "((0)) | ((0))",
                "(-1) | (-1)",
                "1.5 | ((1.5))",
                "'x' | ('x')",
                "getdate() | (getdate())",
                "( a + 1 ) * ( b ) | (( a + 1 ) * ( b ))",
                "((a + 1)) | (a + 1)",
            })
    void a_default_is_kept_as_written_in_brackets(String text, String source) {
        var table = (SchemaChange.CreateTable) Reading.statement("CREATE TABLE t (a int DEFAULT " + text + ")");

        assertThat(table.definition().columns().get(0).defaultValue()).hasValueSatisfying(value -> {
            assertThat(value.source()).isEqualTo(source);
            assertThat(Reading.expression(value.source())).isEqualTo(value.value());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a > 0", "a > 0 OR (b < 1)", "(a > 0) AND (b < 1)", "a IN (1, 2)"})
    void a_check_is_kept_as_written_in_brackets(String text) {
        var table = (SchemaChange.CreateTable) Reading.statement("CREATE TABLE t (a int, CHECK ((" + text + ")))");
        var check = (TableDefinition.Check) table.definition().constraints().get(0);

        assertThat(check.source()).isEqualTo("(" + text + ")");
        assertThat(Reading.condition(check.source())).isEqualTo(check.condition());
    }

    @Test
    void indexes_may_be_dropped_together() {
        assertThat(Reading.batch("DROP INDEX i ON t, j ON u"))
                .containsExactly(
                        new SchemaChange.DropIndex("i", new ObjectName("", "", "t"), false, 1),
                        new SchemaChange.DropIndex("j", new ObjectName("", "", "u"), false, 1));
    }
}
