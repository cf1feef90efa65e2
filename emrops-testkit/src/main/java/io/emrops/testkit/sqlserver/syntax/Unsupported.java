package io.emrops.testkit.sqlserver.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What Transact-SQL has and the simulated server does not do. Each is refused with error 50000 of severity 16 that names it; this list is
 * the whole of it.
 */
public enum Unsupported {
    /** Server and client cursors. */
    CURSORS("cursors", "OPEN", "CLOSE", "FETCH", "DEALLOCATE"),
    /** Jumps. */
    GOTO("GOTO and labels", "GOTO"),
    /** Modules of a user. */
    PROCEDURES(
            "stored procedures of a user",
            "CREATE PROC",
            "CREATE PROCEDURE",
            "ALTER PROC",
            "ALTER PROCEDURE",
            "DROP PROC",
            "DROP PROCEDURE",
            "CREATE OR ALTER PROC",
            "CREATE OR ALTER PROCEDURE"),
    /** Modules of a user. */
    FUNCTIONS(
            "functions of a user",
            "CREATE FUNCTION",
            "ALTER FUNCTION",
            "DROP FUNCTION",
            "CREATE OR ALTER FUNCTION",
            "CREATE AGGREGATE",
            "DROP AGGREGATE"),
    /** Modules of a user. */
    TRIGGERS(
            "triggers",
            "CREATE TRIGGER",
            "ALTER TRIGGER",
            "DROP TRIGGER",
            "CREATE OR ALTER TRIGGER",
            "ENABLE TRIGGER",
            "DISABLE TRIGGER"),
    /** Alias and table types. */
    TYPES("types of a user", "CREATE TYPE", "DROP TYPE"),
    /** Other names of objects. */
    SYNONYMS("synonyms", "CREATE SYNONYM", "DROP SYNONYM"),
    /** Rights. */
    PERMISSIONS("permissions", "GRANT", "REVOKE", "DENY", "ALTER AUTHORIZATION"),
    /** Who may come in. */
    PRINCIPALS(
            "users, logins and roles in other forms than logins with a password, their users, and members of fixed roles",
            "CREATE USER",
            "ALTER USER",
            "DROP USER",
            "CREATE LOGIN",
            "ALTER LOGIN",
            "DROP LOGIN",
            "CREATE ROLE",
            "ALTER ROLE",
            "DROP ROLE",
            "CREATE SERVER",
            "ALTER SERVER",
            "DROP SERVER",
            "CREATE APPLICATION",
            "ALTER APPLICATION",
            "DROP APPLICATION",
            "CREATE CREDENTIAL",
            "ALTER CREDENTIAL",
            "DROP CREDENTIAL"),
    /** Being somebody else. */
    IMPERSONATION("EXECUTE AS, REVERT and SETUSER", "REVERT", "SETUSER", "EXEC AS", "EXECUTE AS"),
    /** Keys and certificates. */
    ENCRYPTION(
            "keys, certificates and signatures",
            "CREATE MASTER",
            "ALTER MASTER",
            "DROP MASTER",
            "CREATE CERTIFICATE",
            "ALTER CERTIFICATE",
            "DROP CERTIFICATE",
            "CREATE SYMMETRIC",
            "ALTER SYMMETRIC",
            "DROP SYMMETRIC",
            "CREATE ASYMMETRIC",
            "ALTER ASYMMETRIC",
            "DROP ASYMMETRIC",
            "CREATE COLUMN",
            "ALTER COLUMN",
            "DROP COLUMN",
            "CREATE CRYPTOGRAPHIC",
            "ALTER CRYPTOGRAPHIC",
            "DROP CRYPTOGRAPHIC",
            "CREATE DATABASE ENCRYPTION",
            "ALTER DATABASE ENCRYPTION",
            "DROP DATABASE ENCRYPTION",
            "BACKUP MASTER",
            "BACKUP SERVICE",
            "BACKUP CERTIFICATE",
            "BACKUP SYMMETRIC",
            "RESTORE MASTER",
            "RESTORE SERVICE",
            "RESTORE SYMMETRIC",
            "ALTER SERVICE MASTER",
            "ADD SIGNATURE",
            "ADD COUNTER",
            "DROP SIGNATURE",
            "DROP COUNTER"),
    /** Auditing and policies. */
    SECURITY_POLICIES(
            "audits, classifications and security policies",
            "CREATE DATABASE AUDIT",
            "ALTER DATABASE AUDIT",
            "DROP DATABASE AUDIT",
            "CREATE SECURITY",
            "ALTER SECURITY",
            "DROP SECURITY",
            "ADD SENSITIVITY",
            "DROP SENSITIVITY"),
    /** Settings and credentials of one database. */
    SCOPED_CONFIGURATION(
            "database scoped configurations and credentials",
            "ALTER DATABASE SCOPED",
            "CREATE DATABASE SCOPED",
            "DROP DATABASE SCOPED"),
    /** Full-text search. */
    FULL_TEXT(
            "full-text search",
            "CREATE FULLTEXT",
            "ALTER FULLTEXT",
            "DROP FULLTEXT",
            "CREATE SEARCH",
            "ALTER SEARCH",
            "DROP SEARCH"),
    /** Semantic search. */
    SEMANTIC_SEARCH("semantic search"),
    /** Columnstore indexes. */
    COLUMNSTORE(
            "columnstore indexes",
            "CREATE COLUMNSTORE",
            "CREATE CLUSTERED COLUMNSTORE",
            "CREATE NONCLUSTERED COLUMNSTORE"),
    /** Indexes of special kinds. */
    SPECIAL_INDEXES(
            "XML, spatial, JSON and vector indexes",
            "CREATE XML INDEX",
            "CREATE PRIMARY XML",
            "CREATE SPATIAL",
            "CREATE SELECTIVE",
            "CREATE JSON",
            "CREATE VECTOR"),
    /** An index within CREATE TABLE. */
    INLINE_INDEX("an index within CREATE TABLE"),
    /** Duplicates that are ignored. */
    IGNORE_DUP_KEY("IGNORE_DUP_KEY = ON"),
    /** An index in place of another. */
    DROP_EXISTING("DROP_EXISTING = ON"),
    /** Statistics as objects. */
    STATISTICS("statistics of a user", "CREATE STATISTICS", "DROP STATISTICS"),
    /** Partitioned tables and indexes. */
    PARTITIONS("partitions", "CREATE PARTITION", "ALTER PARTITION", "DROP PARTITION"),
    /** ALTER SEQUENCE. */
    ALTER_SEQUENCE("ALTER SEQUENCE", "ALTER SEQUENCE"),
    /** ALTER SCHEMA. */
    ALTER_SCHEMA("ALTER SCHEMA", "ALTER SCHEMA"),
    /** Tables and views within CREATE SCHEMA. */
    SCHEMA_WITH_OBJECTS("CREATE SCHEMA with owners or objects"),
    /** A sequence's values in the order of a query. */
    NEXT_VALUE_OVER("NEXT VALUE FOR with OVER"),
    /** Parts of ALTER TABLE. */
    TABLE_MAINTENANCE("SWITCH, REBUILD, SET and CHANGE_TRACKING of ALTER TABLE"),
    /** Parts of ALTER TABLE. */
    DROP_FORMS("ALTER TABLE that drops columns and constraints at once, or with options"),
    /** Parts of ALTER COLUMN. */
    COLUMN_PROPERTIES("COLLATE, ADD and DROP of ALTER COLUMN"),
    /** Memory-optimized tables, natively compiled modules. */
    IN_MEMORY("memory-optimized tables"),
    /** Temporal tables. */
    TEMPORAL_TABLES("temporal tables and FOR SYSTEM_TIME"),
    /** Ledger tables. */
    LEDGER("ledger tables"),
    /** Graph tables. */
    GRAPH("graph tables and MATCH"),
    /** FILESTREAM and FileTables. */
    FILESTREAM("FILESTREAM and FileTables"),
    /** Masked and encrypted columns. */
    MASKED_COLUMNS("masked and encrypted columns"),
    /** Column sets. */
    COLUMN_SETS("column sets"),
    /** Old rules and defaults. */
    RULES("rules and defaults as objects", "CREATE RULE", "DROP RULE", "CREATE DEFAULT", "DROP DEFAULT"),
    /** Code and schemas for XML. */
    ASSEMBLIES("assemblies", "CREATE ASSEMBLY", "ALTER ASSEMBLY", "DROP ASSEMBLY"),
    /** XML schemas. */
    XML_SCHEMAS("XML schema collections", "CREATE XML SCHEMA", "ALTER XML SCHEMA", "DROP XML SCHEMA", "DROP XML"),
    /** Methods of values. */
    METHODS("methods of XML and other values"),
    /** FOR XML. */
    FOR_XML("FOR XML"),
    /** FOR JSON. */
    FOR_JSON("FOR JSON"),
    /** A filegroup of a table that a query makes. */
    SELECT_INTO_FILEGROUP("SELECT INTO with a filegroup"),
    /** FOR BROWSE. */
    FOR_BROWSE("FOR BROWSE"),
    /** JSON as rows, and functions that build JSON with a syntax of their own. */
    JSON("OPENJSON, JSON_OBJECT, JSON_ARRAY and their aggregates"),
    /** XML as rows. */
    OPENXML("OPENXML"),
    /** Other servers. */
    REMOTE_DATA(
            "OPENROWSET, OPENQUERY, OPENDATASOURCE and other servers",
            "CREATE EXTERNAL",
            "ALTER EXTERNAL",
            "DROP EXTERNAL",
            "CREATE REMOTE",
            "ALTER REMOTE",
            "DROP REMOTE"),
    /** Names of objects on other servers. */
    FOUR_PART_NAMES("names of four parts"),
    /** PIVOT. */
    PIVOT("PIVOT"),
    /** UNPIVOT. */
    UNPIVOT("UNPIVOT"),
    /** Groupings of several kinds at once. */
    GROUPING_SETS("GROUPING SETS, CUBE, ROLLUP and GROUP BY ALL"),
    /** Named windows. */
    NAMED_WINDOWS("the WINDOW clause"),
    /** NULLs that a window function passes over. */
    NULL_TREATMENT("IGNORE NULLS and RESPECT NULLS"),
    /** AT TIME ZONE. */
    AT_TIME_ZONE("AT TIME ZONE"),
    /** TRIM of other characters. */
    TRIM_FROM("TRIM (characters FROM text)"),
    /** Conversion by culture. */
    PARSE("PARSE and TRY_PARSE"),
    /** IDENTITY as a function. */
    IDENTITY_FUNCTION("the function IDENTITY of SELECT INTO"),
    /** ODBC escapes. */
    ODBC_ESCAPES("ODBC escapes other than {d …} and {ts …}"),
    /** {@code ||}, since 2025. */
    CONCATENATION_OPERATOR("the operator ||"),
    /** {@code <<} and {@code >>}, since 2022. */
    SHIFT_OPERATORS("the operators << and >>"),
    /** Regular expressions, since 2025. */
    REGULAR_EXPRESSIONS("regular expressions"),
    /** Models. */
    PREDICTION("PREDICT"),
    /** CHANGETABLE. */
    CHANGE_TRACKING("change tracking"),
    /** TABLESAMPLE. */
    TABLESAMPLE("TABLESAMPLE"),
    /** XML namespaces. */
    XML_NAMESPACES("WITH XMLNAMESPACES"),
    /** DML as a source of rows. */
    NESTED_ROW_CHANGE("INSERT, UPDATE, DELETE and MERGE as a source of rows"),
    /** Two OUTPUT clauses. */
    SECOND_OUTPUT("two OUTPUT clauses in one statement"),
    /** TOP of MERGE. */
    MERGE_TOP("MERGE TOP"),
    /** WRITE of an UPDATE. */
    COLUMN_WRITE(".WRITE in UPDATE"),
    /** A limit for a recursion that no SELECT begins. */
    MAXRECURSION_OF_CHANGE("OPTION (MAXRECURSION) outside of SELECT"),
    /** Text with one column and one row. */
    TEXT_POINTERS("READTEXT, WRITETEXT and UPDATETEXT", "READTEXT", "WRITETEXT", "UPDATETEXT"),
    /** Bulk loads from files. */
    BULK_INSERT("BULK INSERT and INSERT BULK", "BULK", "DUMP", "LOAD"),
    /** Messages between databases. */
    SERVICE_BROKER(
            "Service Broker",
            "CREATE MESSAGE",
            "ALTER MESSAGE",
            "DROP MESSAGE",
            "CREATE CONTRACT",
            "DROP CONTRACT",
            "CREATE QUEUE",
            "ALTER QUEUE",
            "DROP QUEUE",
            "CREATE SERVICE",
            "ALTER SERVICE",
            "DROP SERVICE",
            "CREATE ROUTE",
            "ALTER ROUTE",
            "DROP ROUTE",
            "CREATE BROKER",
            "ALTER BROKER",
            "DROP BROKER",
            "BEGIN DIALOG",
            "BEGIN CONVERSATION",
            "END CONVERSATION",
            "GET CONVERSATION",
            "MOVE CONVERSATION",
            "SEND ON",
            "RECEIVE"),
    /** Events. */
    EVENTS("event notifications and sessions", "CREATE EVENT", "ALTER EVENT", "DROP EVENT"),
    /** Availability groups and endpoints. */
    AVAILABILITY_GROUPS(
            "availability groups and endpoints",
            "CREATE AVAILABILITY",
            "ALTER AVAILABILITY",
            "DROP AVAILABILITY",
            "CREATE ENDPOINT",
            "ALTER ENDPOINT",
            "DROP ENDPOINT"),
    /** Resources. */
    RESOURCE_GOVERNOR(
            "the resource governor",
            "CREATE RESOURCE",
            "ALTER RESOURCE",
            "DROP RESOURCE",
            "CREATE WORKLOAD",
            "ALTER WORKLOAD",
            "DROP WORKLOAD"),
    /** Distributed transactions. */
    DISTRIBUTED_TRANSACTIONS("distributed transactions", "BEGIN DISTRIBUTED"),
    /** Atomic blocks. */
    ATOMIC_BLOCKS("BEGIN ATOMIC", "BEGIN ATOMIC"),
    /** Restarts and settings of the whole server. */
    SERVER_CONTROL("SHUTDOWN, RECONFIGURE and CHECKPOINT", "SHUTDOWN", "RECONFIGURE", "CHECKPOINT"),
    /** DBCC. */
    DBCC("DBCC statements other than CHECKDB, CHECKIDENT and DBREINDEX", "DBCC"),
    /** KILL of other things. */
    KILL("KILL QUERY NOTIFICATION and KILL STATS JOB", "KILL QUERY", "KILL STATS"),
    /** Options of databases. */
    DATABASE_OPTIONS(
            "this form of CREATE, ALTER or DROP DATABASE", "CREATE DATABASE", "ALTER DATABASE", "DROP DATABASE"),
    /** Indexes. */
    ALTER_INDEX("this form of ALTER INDEX", "ALTER INDEX"),
    /** UPDATE STATISTICS. */
    STATISTICS_STREAM("UPDATE STATISTICS with a STATS_STREAM", "UPDATE STATISTICS"),
    /** Waiting for messages. */
    WAITFOR_STATEMENT("WAITFOR with a statement"),
    /** What a procedure's result looks like. */
    RESULT_SETS("EXECUTE WITH RESULT SETS"),
    /** A procedure named by a variable. */
    PROCEDURE_VARIABLE("EXECUTE of a procedure that a variable names"),
    /** Numbered procedures. */
    NUMBERED_PROCEDURES("numbered procedures"),
    /** Plans instead of results. */
    SHOWPLAN("SET SHOWPLAN, STATISTICS XML and STATISTICS PROFILE"),
    /** Settings without a meaning here. */
    OLD_SETTINGS("SET OFFSETS, FIPS_FLAGGER and ERRLVL"),
    /** Views of other kinds. */
    VIEW_OPTIONS("views with ENCRYPTION or WITH CHECK OPTION"),
    /** XML indexes, typed XML. */
    TYPED_XML("XML typed by a schema collection");

    private final String what;
    private final List<List<String>> beginnings;

    Unsupported(String what, String... beginnings) {
        this.what = what;
        this.beginnings = Arrays.stream(beginnings)
                .map(beginning -> List.of(beginning.split(" ")))
                .toList();
    }

    /** As messages and documents call it. */
    public String what() {
        return what;
    }

    /** With which words a statement of this kind begins; the longest beginning counts. */
    static Optional<Unsupported> beginning(WordAhead words) {
        var longest = 0;
        var found = Optional.<Unsupported>empty();
        for (var kind : values()) {
            for (var beginning : kind.beginnings) {
                if (beginning.size() > longest && words.are(beginning)) {
                    longest = beginning.size();
                    found = Optional.of(kind);
                }
            }
        }
        return found;
    }

    /** Tells whether these words come next. */
    @FunctionalInterface
    interface WordAhead {
        boolean are(List<String> words);
    }
}
