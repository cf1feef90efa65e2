package io.emrops.testkit.sqlserver.engine;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The procedures that drivers ask for tables and their columns ("Catalog stored procedures (Transact-SQL)"), each as the query that it is here.
 * Which rows they have is from their pages; what they say of types is unverified.
 */
final class CatalogProcedures {
    private static final String TABLES = """
            SELECT CAST(DB_NAME() AS sysname) AS TABLE_QUALIFIER, CAST(s.name AS sysname) AS TABLE_OWNER,
              CAST(o.name AS sysname) AS TABLE_NAME,
              CAST(CASE o.type WHEN 'U' THEN 'TABLE' WHEN 'S' THEN 'SYSTEM TABLE' ELSE 'VIEW' END AS varchar(32)) AS TABLE_TYPE,
              CAST(NULL AS varchar(254)) AS REMARKS
            FROM sys.all_objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
            WHERE o.type IN ('U', 'V', 'S') AND o.name LIKE COALESCE(@table_name, N'%')
              AND s.name LIKE COALESCE(@table_owner, N'%')
              AND (@table_type IS NULL OR o.type = 'U' AND CHARINDEX(N'''TABLE''', @table_type) > 0
                OR o.type = 'V' AND CHARINDEX(N'''VIEW''', @table_type) > 0
                OR o.type = 'S' AND CHARINDEX(N'''SYSTEM TABLE''', @table_type) > 0)
            ORDER BY 4, 1, 2, 3
            """;

    private static final String PRIMARY_KEYS = """
            SELECT CAST(DB_NAME() AS sysname) AS TABLE_QUALIFIER, CAST(s.name AS sysname) AS TABLE_OWNER,
              CAST(t.name AS sysname) AS TABLE_NAME, CAST(c.name AS sysname) AS COLUMN_NAME,
              CAST(x.key_ordinal AS smallint) AS KEY_SEQ, CAST(i.name AS sysname) AS PK_NAME
            FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id
              JOIN sys.indexes i ON i.object_id = t.object_id AND i.is_primary_key = 1
              JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id AND x.key_ordinal > 0
              JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id
            WHERE t.name = @table_name AND (@table_owner IS NULL OR s.name = @table_owner)
            ORDER BY 1, 2, 3, 5
            """;

    private static final String FOREIGN_KEYS = """
            SELECT CAST(DB_NAME() AS sysname) AS PKTABLE_QUALIFIER, CAST(rs.name AS sysname) AS PKTABLE_OWNER,
              CAST(rt.name AS sysname) AS PKTABLE_NAME, CAST(rc.name AS sysname) AS PKCOLUMN_NAME,
              CAST(DB_NAME() AS sysname) AS FKTABLE_QUALIFIER, CAST(ps.name AS sysname) AS FKTABLE_OWNER,
              CAST(pt.name AS sysname) AS FKTABLE_NAME, CAST(pc.name AS sysname) AS FKCOLUMN_NAME,
              CAST(k.constraint_column_id AS smallint) AS KEY_SEQ,
              CAST(CASE f.update_referential_action WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE f.update_referential_action END
                AS smallint) AS UPDATE_RULE,
              CAST(CASE f.delete_referential_action WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE f.delete_referential_action END
                AS smallint) AS DELETE_RULE,
              CAST(f.name AS sysname) AS FK_NAME, CAST(i.name AS sysname) AS PK_NAME, CAST(7 AS smallint) AS DEFERRABILITY
            FROM sys.foreign_keys f
              JOIN sys.foreign_key_columns k ON k.constraint_object_id = f.object_id
              JOIN sys.tables pt ON pt.object_id = f.parent_object_id
              JOIN sys.schemas ps ON ps.schema_id = pt.schema_id
              JOIN sys.columns pc ON pc.object_id = k.parent_object_id AND pc.column_id = k.parent_column_id
              JOIN sys.tables rt ON rt.object_id = f.referenced_object_id
              JOIN sys.schemas rs ON rs.schema_id = rt.schema_id
              JOIN sys.columns rc ON rc.object_id = k.referenced_object_id AND rc.column_id = k.referenced_column_id
              JOIN sys.indexes i ON i.object_id = f.referenced_object_id AND i.index_id = f.key_index_id
            WHERE (@pktable_name IS NULL OR rt.name = @pktable_name) AND (@pktable_owner IS NULL OR rs.name = @pktable_owner)
              AND (@fktable_name IS NULL OR pt.name = @fktable_name) AND (@fktable_owner IS NULL OR ps.name = @fktable_owner)
            ORDER BY 5, 6, 7, 9
            """;

    private static final String STATISTICS = """
            SELECT CAST(DB_NAME() AS sysname) AS TABLE_QUALIFIER, CAST(s.name AS sysname) AS TABLE_OWNER,
              CAST(t.name AS sysname) AS TABLE_NAME,
              CAST(CASE WHEN i.index_id = 0 THEN NULL WHEN i.is_unique = 1 THEN 0 ELSE 1 END AS smallint) AS NON_UNIQUE,
              CAST(CASE WHEN i.index_id = 0 THEN NULL ELSE t.name END AS sysname) AS INDEX_QUALIFIER,
              CAST(i.name AS sysname) AS INDEX_NAME,
              CAST(CASE i.index_id WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE 3 END AS smallint) AS TYPE,
              CAST(x.key_ordinal AS smallint) AS ORDINAL_POSITION, CAST(c.name AS sysname) AS COLUMN_NAME,
              CAST(CASE WHEN x.is_descending_key = 1 THEN 'D' WHEN x.is_descending_key = 0 THEN 'A' END AS varchar(1)) AS ASC_OR_DESC,
              CAST(NULL AS int) AS CARDINALITY, CAST(NULL AS int) AS PAGES, CAST(NULL AS varchar(128)) AS FILTER_CONDITION
            FROM (SELECT object_id, index_id, name, is_unique FROM sys.indexes WHERE index_id > 0
                UNION ALL SELECT object_id, 0, NULL, 0 FROM sys.tables) i
              JOIN sys.tables t ON t.object_id = i.object_id
              JOIN sys.schemas s ON s.schema_id = t.schema_id
              LEFT JOIN sys.index_columns x ON x.object_id = i.object_id AND x.index_id = i.index_id AND x.key_ordinal > 0
              LEFT JOIN sys.columns c ON c.object_id = x.object_id AND c.column_id = x.column_id
            WHERE t.name = @table_name AND (@table_owner IS NULL OR s.name = @table_owner)
              AND (i.index_id = 0 OR i.name LIKE COALESCE(@index_name, N'%'))
              AND (i.index_id = 0 OR i.is_unique = 1 OR COALESCE(@is_unique, N'N') <> N'Y')
            ORDER BY 4, 7, 6, 8
            """;

    private static final String COLUMNS = """
            SELECT CAST(DB_NAME() AS sysname) AS TABLE_QUALIFIER, CAST(s.name AS sysname) AS TABLE_OWNER,
              CAST(o.name AS sysname) AS TABLE_NAME, CAST(c.name AS sysname) AS COLUMN_NAME,
              CAST(CASE y.name WHEN 'bit' THEN -7 WHEN 'tinyint' THEN -6 WHEN 'smallint' THEN 5 WHEN 'int' THEN 4
                WHEN 'bigint' THEN -5 WHEN 'real' THEN 7 WHEN 'float' THEN 6 WHEN 'numeric' THEN 2 WHEN 'decimal' THEN 3
                WHEN 'money' THEN 3 WHEN 'smallmoney' THEN 3 WHEN 'char' THEN 1 WHEN 'varchar' THEN 12 WHEN 'text' THEN -1
                WHEN 'nchar' THEN -8 WHEN 'nvarchar' THEN -9 WHEN 'sysname' THEN -9 WHEN 'ntext' THEN -10
                WHEN 'binary' THEN -2 WHEN 'timestamp' THEN -2 WHEN 'varbinary' THEN -3 WHEN 'image' THEN -4
                WHEN 'date' THEN 91 WHEN 'time' THEN -154 WHEN 'datetime' THEN 93 WHEN 'smalldatetime' THEN 93
                WHEN 'datetime2' THEN 93 WHEN 'datetimeoffset' THEN -155 WHEN 'uniqueidentifier' THEN -11
                WHEN 'xml' THEN -152 WHEN 'sql_variant' THEN -150 ELSE -151 END AS smallint) AS DATA_TYPE,
              CAST(CASE WHEN c.is_identity = 1 THEN y.name + N' identity' ELSE y.name END AS sysname) AS TYPE_NAME,
              CAST(CASE WHEN y.name IN ('char', 'varchar', 'binary', 'varbinary') THEN CASE WHEN c.max_length < 0 THEN 0 ELSE c.max_length END
                WHEN y.name IN ('nchar', 'nvarchar', 'sysname') THEN CASE WHEN c.max_length < 0 THEN 0 ELSE c.max_length / 2 END
                WHEN y.name IN ('text', 'image') THEN 2147483647 WHEN y.name = 'ntext' THEN 1073741823
                WHEN y.name = 'uniqueidentifier' THEN 36 WHEN y.name = 'timestamp' THEN 8 WHEN y.name = 'xml' THEN 0
                ELSE c.precision END AS int) AS PRECISION,
              CAST(CASE WHEN y.name IN ('numeric', 'decimal') THEN c.precision + 2 WHEN y.name IN ('money') THEN 21
                WHEN y.name = 'smallmoney' THEN 12 WHEN y.name IN ('datetime', 'smalldatetime', 'datetime2') THEN 16
                WHEN y.name = 'date' THEN 6 WHEN y.name = 'time' THEN 12 WHEN y.name = 'datetimeoffset' THEN 20
                WHEN y.name IN ('text', 'image') THEN 2147483647 WHEN y.name = 'ntext' THEN 2147483646
                WHEN c.max_length < 0 THEN 0 ELSE c.max_length END AS int) AS LENGTH,
              CAST(CASE WHEN y.name IN ('tinyint', 'smallint', 'int', 'bigint', 'numeric', 'decimal', 'money', 'smallmoney', 'date',
                'time', 'datetime', 'smalldatetime', 'datetime2', 'datetimeoffset') THEN c.scale END AS smallint) AS SCALE,
              CAST(CASE WHEN y.name IN ('tinyint', 'smallint', 'int', 'bigint', 'numeric', 'decimal', 'money', 'smallmoney') THEN 10
                WHEN y.name IN ('float', 'real') THEN 2 END AS smallint) AS RADIX,
              CAST(c.is_nullable AS smallint) AS NULLABLE, CAST(NULL AS varchar(254)) AS REMARKS,
              CAST(d.definition AS nvarchar(4000)) AS COLUMN_DEF,
              CAST(CASE y.name WHEN 'bit' THEN -7 WHEN 'tinyint' THEN -6 WHEN 'smallint' THEN 5 WHEN 'int' THEN 4
                WHEN 'bigint' THEN -5 WHEN 'real' THEN 7 WHEN 'float' THEN 6 WHEN 'numeric' THEN 2 WHEN 'decimal' THEN 3
                WHEN 'money' THEN 3 WHEN 'smallmoney' THEN 3 WHEN 'char' THEN 1 WHEN 'varchar' THEN 12 WHEN 'text' THEN -1
                WHEN 'nchar' THEN -8 WHEN 'nvarchar' THEN -9 WHEN 'sysname' THEN -9 WHEN 'ntext' THEN -10
                WHEN 'binary' THEN -2 WHEN 'timestamp' THEN -2 WHEN 'varbinary' THEN -3 WHEN 'image' THEN -4
                WHEN 'date' THEN 9 WHEN 'time' THEN -154 WHEN 'datetime' THEN 9 WHEN 'smalldatetime' THEN 9
                WHEN 'datetime2' THEN 9 WHEN 'datetimeoffset' THEN -155 WHEN 'uniqueidentifier' THEN -11
                WHEN 'xml' THEN -152 WHEN 'sql_variant' THEN -150 ELSE -151 END AS smallint) AS SQL_DATA_TYPE,
              CAST(CASE WHEN y.name = 'date' THEN 1 WHEN y.name IN ('datetime', 'smalldatetime', 'datetime2') THEN 3 END
                AS smallint) AS SQL_DATETIME_SUB,
              CAST(CASE WHEN y.name IN ('char', 'varchar', 'nchar', 'nvarchar', 'sysname', 'binary', 'varbinary', 'timestamp')
                THEN CASE WHEN c.max_length < 0 THEN 0 ELSE c.max_length END
                WHEN y.name IN ('text', 'image') THEN 2147483647 WHEN y.name = 'ntext' THEN 2147483646 END AS int) AS CHAR_OCTET_LENGTH,
              CAST(c.column_id AS int) AS ORDINAL_POSITION,
              CAST(CASE WHEN c.is_nullable = 1 THEN 'YES' ELSE 'NO' END AS varchar(254)) AS IS_NULLABLE,
              CAST(0 AS smallint) AS SS_IS_SPARSE, CAST(0 AS smallint) AS SS_IS_COLUMN_SET,
              CAST(c.is_computed AS smallint) AS SS_IS_COMPUTED, CAST(c.is_identity AS smallint) AS SS_IS_IDENTITY,
              CAST(NULL AS nvarchar(128)) AS SS_UDT_CATALOG_NAME, CAST(NULL AS nvarchar(128)) AS SS_UDT_SCHEMA_NAME,
              CAST(NULL AS nvarchar(max)) AS SS_UDT_ASSEMBLY_TYPE_NAME,
              CAST(NULL AS nvarchar(128)) AS SS_XML_SCHEMACOLLECTION_CATALOG_NAME,
              CAST(NULL AS nvarchar(128)) AS SS_XML_SCHEMACOLLECTION_SCHEMA_NAME,
              CAST(NULL AS nvarchar(128)) AS SS_XML_SCHEMACOLLECTION_NAME, CAST(NULL AS tinyint) AS SS_DATA_TYPE
            FROM sys.columns c JOIN sys.objects o ON o.object_id = c.object_id AND o.type IN ('U', 'V')
              JOIN sys.schemas s ON s.schema_id = o.schema_id
              JOIN sys.types y ON y.user_type_id = c.user_type_id
              LEFT JOIN sys.default_constraints d ON d.parent_object_id = c.object_id AND d.parent_column_id = c.column_id
            WHERE o.name LIKE COALESCE(@table_name, N'%') AND s.name LIKE COALESCE(@table_owner, N'%')
              AND c.name LIKE COALESCE(@column_name, N'%')
            ORDER BY 1, 2, 3, 17
            """;

    private static final Procedure OF_COLUMNS = new Procedure(
            COLUMNS,
            List.of("@table_name", "@table_owner", "@table_qualifier", "@column_name", "@NameScope", "@ODBCVer"));

    private static final Procedure OF_STATISTICS = new Procedure(
            STATISTICS,
            List.of("@table_name", "@table_owner", "@table_qualifier", "@index_name", "@is_unique", "@accuracy"));

    private static final Map<String, Procedure> ALL = Map.of(
            "sp_tables",
            new Procedure(
                    TABLES, List.of("@table_name", "@table_owner", "@table_qualifier", "@table_type", "@fUsePattern")),
            "sp_pkeys",
            new Procedure(PRIMARY_KEYS, List.of("@table_name", "@table_owner", "@table_qualifier")),
            "sp_fkeys",
            new Procedure(
                    FOREIGN_KEYS,
                    List.of(
                            "@pktable_name",
                            "@pktable_owner",
                            "@pktable_qualifier",
                            "@fktable_name",
                            "@fktable_owner",
                            "@fktable_qualifier")),
            "sp_statistics",
            OF_STATISTICS,
            "sp_statistics_100",
            OF_STATISTICS,
            "sp_columns_100",
            OF_COLUMNS);

    private CatalogProcedures() {}

    /**
     * A procedure.
     *
     * @param query it names the parameters
     * @param parameters in their order
     */
    record Procedure(String query, List<String> parameters) {}

    static Optional<Procedure> named(String name) {
        return Optional.ofNullable(ALL.get(name.toLowerCase(Locale.ROOT)));
    }
}
