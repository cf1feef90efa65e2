package io.emrops.testkit.sqlserver.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnsupportedTest {
    private static final Map<Unsupported, List<String>> SAMPLES = samples("""
            CURSORS: DECLARE c CURSOR FOR SELECT 1 | DECLARE @c CURSOR | OPEN c | FETCH NEXT FROM c INTO @a | DELETE t WHERE CURRENT OF c
            CURSORS: SET @c = CURSOR FOR SELECT 1 | DEALLOCATE c | DECLARE c INSENSITIVE CURSOR FOR SELECT 1
            GOTO: GOTO here | here: SELECT 1 | SELECT 1; here: SELECT 2
            PROCEDURES: CREATE PROCEDURE p AS SELECT 1 | CREATE OR ALTER PROC p AS SELECT 1 | DROP PROCEDURE IF EXISTS p
            FUNCTIONS: CREATE FUNCTION f() RETURNS int AS BEGIN RETURN 1 END | DROP FUNCTION f
            TRIGGERS: CREATE TRIGGER t ON x AFTER INSERT AS SELECT 1 | DISABLE TRIGGER t ON x | ALTER TABLE x DISABLE TRIGGER t
            TRIGGERS: IF UPDATE(a) PRINT 1
            TYPES: CREATE TYPE x FROM int | DROP TYPE x
            SYNONYMS: CREATE SYNONYM s FOR t
            PERMISSIONS: GRANT SELECT ON t TO u | REVOKE SELECT ON t TO u | DENY SELECT ON t TO u
            PRINCIPALS: CREATE USER u WITHOUT LOGIN | CREATE LOGIN l FROM WINDOWS | ALTER ROLE r WITH NAME = u | ALTER SERVER ROLE r ADD MEMBER u
            IMPERSONATION: EXECUTE AS USER = 'u' | REVERT | EXEC ('x') AS USER = 'u'
            ENCRYPTION: CREATE MASTER KEY | BACKUP CERTIFICATE c TO FILE = 'x' | CREATE COLUMN MASTER KEY k WITH (x = 'y')
            SECURITY_POLICIES: CREATE SECURITY POLICY p ADD FILTER PREDICATE f(a) ON t | CREATE DATABASE AUDIT SPECIFICATION a
            SCOPED_CONFIGURATION: ALTER DATABASE SCOPED CONFIGURATION SET MAXDOP = 1
            FULL_TEXT: CREATE FULLTEXT CATALOG c | SELECT 1 FROM t WHERE CONTAINS(a, 'x') | SELECT * FROM CONTAINSTABLE(t, a, 'x')
            SEMANTIC_SEARCH: SELECT * FROM SEMANTICKEYPHRASETABLE(t, a)
            COLUMNSTORE: CREATE CLUSTERED COLUMNSTORE INDEX i ON t | CREATE COLUMNSTORE INDEX i ON t (a)
            SPECIAL_INDEXES: CREATE PRIMARY XML INDEX i ON t (a) | CREATE SPATIAL INDEX i ON t (a)
            INLINE_INDEX: CREATE TABLE t (a int, INDEX i (a)) | CREATE TABLE t (a int INDEX i)
            IGNORE_DUP_KEY: CREATE UNIQUE INDEX i ON t (a) WITH (IGNORE_DUP_KEY = ON)
            DROP_EXISTING: CREATE INDEX i ON t (a) WITH (DROP_EXISTING = ON)
            STATISTICS: CREATE STATISTICS s ON t (a)
            PARTITIONS: CREATE PARTITION FUNCTION f (int) AS RANGE LEFT FOR VALUES (1) | CREATE TABLE t (a int) ON p (a)
            PARTITIONS: TRUNCATE TABLE t WITH (PARTITIONS (1))
            ALTER_SEQUENCE: ALTER SEQUENCE s RESTART
            ALTER_SCHEMA: ALTER SCHEMA s TRANSFER t
            SCHEMA_WITH_OBJECTS: CREATE SCHEMA s CREATE TABLE t (a int) | CREATE SCHEMA AUTHORIZATION u
            NEXT_VALUE_OVER: SELECT NEXT VALUE FOR s OVER (ORDER BY a) FROM t
            TABLE_MAINTENANCE: ALTER TABLE t REBUILD | ALTER TABLE t SWITCH TO u | ALTER TABLE t ENABLE CHANGE_TRACKING
            DROP_FORMS: ALTER TABLE t DROP CONSTRAINT a, COLUMN b | ALTER TABLE t DROP CONSTRAINT a WITH (ONLINE = ON)
            COLUMN_PROPERTIES: ALTER TABLE t ALTER COLUMN a varchar(5) COLLATE Latin1_General_BIN | ALTER TABLE t ALTER COLUMN a ADD ROWGUIDCOL
            IN_MEMORY: CREATE TABLE t (a int) WITH (MEMORY_OPTIMIZED = ON)
            TEMPORAL_TABLES: CREATE TABLE t (a int, PERIOD FOR SYSTEM_TIME (b, c)) | SELECT * FROM t FOR SYSTEM_TIME ALL
            TEMPORAL_TABLES: CREATE TABLE t (a datetime2 GENERATED ALWAYS AS ROW START)
            LEDGER: CREATE TABLE t (a int) WITH (LEDGER = ON)
            GRAPH: CREATE TABLE t (a int) AS NODE | SELECT 1 FROM a, b WHERE MATCH(a-(b)->c)
            FILESTREAM: CREATE TABLE t (a varbinary(max) FILESTREAM) | CREATE TABLE t AS FILETABLE
            MASKED_COLUMNS: CREATE TABLE t (a int MASKED WITH (FUNCTION = 'default()'))
            COLUMN_SETS: CREATE TABLE t (a xml COLUMN_SET FOR ALL_SPARSE_COLUMNS)
            RULES: CREATE RULE r AS @x > 1 | CREATE DEFAULT d AS 1
            ASSEMBLIES: CREATE ASSEMBLY a FROM 'x'
            XML_SCHEMAS: CREATE XML SCHEMA COLLECTION c AS 'x'
            METHODS: SELECT @x.value('.', 'int') | SELECT a.b.c.value('.', 'int') FROM t | SELECT geography::Point(1, 2, 3)
            FOR_XML: SELECT 1 AS a FOR XML AUTO | SELECT (SELECT 1 AS a FOR XML PATH('')) AS b
            FOR_JSON: SELECT 1 AS a FOR JSON PATH
            FOR_BROWSE: SELECT 1 AS a FROM t FOR BROWSE
            SELECT_INTO_FILEGROUP: SELECT 1 AS a INTO t ON f
            JSON: SELECT * FROM OPENJSON('[]') | SELECT JSON_OBJECT('a':1)
            OPENXML: SELECT * FROM OPENXML(@h, '/x')
            REMOTE_DATA: SELECT * FROM OPENQUERY(s, 'x') | EXEC ('x') AT s | CREATE EXTERNAL TABLE t (a int)
            FOUR_PART_NAMES: SELECT * FROM a.b.c.d | SELECT * FROM a...d | EXEC a.b.c.d | SELECT a.b.c.d.e FROM t
            PIVOT: SELECT * FROM t PIVOT (SUM(a) FOR b IN ([1])) AS p
            UNPIVOT: SELECT * FROM t UNPIVOT (a FOR b IN (c, d)) AS p
            GROUPING_SETS: SELECT 1 FROM t GROUP BY a WITH ROLLUP | SELECT 1 FROM t GROUP BY CUBE (a) | SELECT 1 FROM t GROUP BY ALL a
            GROUPING_SETS: SELECT 1 FROM t GROUP BY GROUPING SETS ((a), ())
            NAMED_WINDOWS: SELECT SUM(a) OVER w FROM t | SELECT SUM(a) OVER (w) FROM t | SELECT 1 FROM t WHERE 1 = 1 WINDOW w AS (ORDER BY a)
            NULL_TREATMENT: SELECT LAG(a) IGNORE NULLS OVER (ORDER BY b) FROM t
            AT_TIME_ZONE: SELECT a AT TIME ZONE 'UTC' FROM t
            TRIM_FROM: SELECT TRIM('x' FROM a) FROM t | SELECT TRIM(LEADING 'x' FROM a) FROM t
            PARSE: SELECT PARSE('1' AS int) | SELECT TRY_PARSE('1' AS int USING 'de')
            IDENTITY_FUNCTION: SELECT IDENTITY(int, 1, 1) AS a INTO t FROM u
            ODBC_ESCAPES: SELECT {fn NOW()} | SELECT {t '10:00:00'} | {call p}
            SHIFT_OPERATORS: SELECT 1 WHERE 1 << 2 = 4
            PREDICTION: SELECT * FROM PREDICT(MODEL = @m, DATA = t)
            CHANGE_TRACKING: SELECT * FROM CHANGETABLE(CHANGES t, 0) AS c | WITH CHANGE_TRACKING_CONTEXT (0x1) SELECT 1
            TABLESAMPLE: SELECT * FROM t TABLESAMPLE (10 PERCENT) | SELECT * FROM t AS a TABLESAMPLE (10 PERCENT)
            XML_NAMESPACES: WITH XMLNAMESPACES ('x' AS a) SELECT 1
            NESTED_ROW_CHANGE: INSERT INTO t SELECT a FROM (DELETE FROM u OUTPUT deleted.a) AS d
            SECOND_OUTPUT: DELETE FROM t OUTPUT deleted.a INTO u OUTPUT deleted.a
            MERGE_TOP: MERGE TOP (1) INTO t USING u ON 1 = 1 WHEN MATCHED THEN DELETE;
            COLUMN_WRITE: UPDATE t SET a.WRITE('x', 0, 1)
            MAXRECURSION_OF_CHANGE: DELETE FROM t OPTION (MAXRECURSION 5)
            TEXT_POINTERS: READTEXT t.a @p 0 1
            BULK_INSERT: BULK INSERT t FROM 'x' | INSERT BULK t (a int)
            SERVICE_BROKER: CREATE QUEUE q | BEGIN DIALOG @h FROM SERVICE s TO SERVICE 'x' | RECEIVE TOP (1) * FROM q | END CONVERSATION @h
            EVENTS: CREATE EVENT SESSION s ON SERVER
            AVAILABILITY_GROUPS: ALTER AVAILABILITY GROUP g JOIN | CREATE ENDPOINT e
            RESOURCE_GOVERNOR: ALTER RESOURCE GOVERNOR RECONFIGURE
            DISTRIBUTED_TRANSACTIONS: BEGIN DISTRIBUTED TRANSACTION
            ATOMIC_BLOCKS: BEGIN ATOMIC WITH (LANGUAGE = 'x') SELECT 1 END
            SERVER_CONTROL: SHUTDOWN | RECONFIGURE | CHECKPOINT
            DBCC: DBCC SHRINKFILE (1) | DBCC INPUTBUFFER (51)
            KILL: KILL STATS JOB 5
            DATABASE_OPTIONS: CREATE DATABASE d WITH LEDGER = ON
            ALTER_INDEX: ALTER INDEX i ON t WITH XMLNAMESPACES ('x' AS a)
            STATISTICS_STREAM: UPDATE STATISTICS t WITH STATS_STREAM = 0x1
            WAITFOR_STATEMENT: WAITFOR (RECEIVE * FROM q)
            RESULT_SETS: EXEC p WITH RESULT SETS NONE
            PROCEDURE_VARIABLE: EXEC @p | EXEC @r = @p 1
            NUMBERED_PROCEDURES: EXEC p;2
            SHOWPLAN: SET SHOWPLAN_XML ON | SET STATISTICS XML ON
            OLD_SETTINGS: SET FIPS_FLAGGER OFF
            VIEW_OPTIONS: CREATE VIEW v WITH ENCRYPTION AS SELECT 1 AS a | CREATE VIEW v AS SELECT 1 AS a WITH CHECK OPTION
            TYPED_XML: DECLARE @x xml(dbo.c)
            """);

    private static final Map<Unsupported, List<String>> SAMPLES_OF_2025 = samples("""
            CONCATENATION_OPERATOR: SELECT 'a' || 'b'
            REGULAR_EXPRESSIONS: SELECT 1 FROM t WHERE REGEXP_LIKE(a, 'x')
            """);

    private static Map<Unsupported, List<String>> samples(String text) {
        return text.lines()
                .map(line -> line.split(": ", 2))
                .collect(Collectors.toMap(
                        line -> Unsupported.valueOf(line[0]),
                        line -> Arrays.stream(line[1].split(" \\| ")).toList(),
                        (one, other) ->
                                Stream.concat(one.stream(), other.stream()).toList(),
                        TreeMap::new));
    }

    @ParameterizedTest
    @EnumSource
    void each_is_refused_by_its_name(Unsupported what) {
        var samples = SAMPLES.getOrDefault(what, List.of());
        var samplesOf2025 = SAMPLES_OF_2025.getOrDefault(what, List.of());

        assertThat(samples.size() + samplesOf2025.size()).isPositive();
        samples.forEach(sample -> requireRefused(sample, 16, what));
        samplesOf2025.forEach(sample -> requireRefused(sample, 17, what));
    }

    private static void requireRefused(String sample, int version, Unsupported what) {
        var error = Reading.refusal("\n" + sample, version);

        assertThat(error.text()).as(sample).isEqualTo("The simulated server does not do " + what.what() + " (line 2).");
        assertThat(error.number()).isEqualTo(50000);
        assertThat(error.severity()).isEqualTo(16);
        assertThat(error.line()).isEqualTo(2);
    }

    @Test
    void what_a_version_does_not_have_is_wrong_in_it() {
        assertThat(Reading.refusal("SELECT 'a' || 'b'", 16).text()).isEqualTo("Incorrect syntax near '|'.");
        assertThat(Reading.refusal("SELECT 1 WHERE 1 << 2 = 4", 15).text()).isEqualTo("Incorrect syntax near '<'.");
        assertThat(Reading.refusal("SELECT 1 FROM t WHERE REGEXP_LIKE(a, 'x')", 16)
                        .number())
                .isEqualTo(4145);
    }

    @Test
    void each_is_called_by_a_name_of_its_own() {
        assertThat(Arrays.stream(Unsupported.values()).map(Unsupported::what))
                .doesNotHaveDuplicates()
                .allSatisfy(what -> assertThat(what).isNotBlank().doesNotEndWith("."));
    }
}
