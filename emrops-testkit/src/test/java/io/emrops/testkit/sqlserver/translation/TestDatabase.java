package io.emrops.testkit.sqlserver.translation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.catalog.View;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.EngineTypes;
import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.RowChange;
import io.emrops.testkit.sqlserver.syntax.SchemaChange;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A database with the tables of a script, some variables, and a few views of the system; it is 31 January 2026, noon. */
public final class TestDatabase extends TestSurroundings {
    private final Map<String, Known> variables = new LinkedHashMap<>();
    private final Map<String, SystemRows> views = new LinkedHashMap<>();
    private Catalog catalog = Catalog.empty();

    TestDatabase() throws SQLException {
        execute("CREATE ALIAS " + EngineNames.function("SCHEMA_NAME") + " FOR '" + TestDatabase.class.getName()
                + ".schemaName'");
        execute("CREATE SCHEMA " + EngineNames.schema(ID, "dbo"));
        execute("CREATE SCHEMA " + EngineNames.schema(ID, "ops"));
        variable("@two", SqlType.INT, 2);
        variable("@nothing", SqlType.INT, null);
        variable("@name", SqlType.nvarchar(20), "Ann");
        variable("@schema", SqlType.nvarchar(128), "dbo");
        variable("@table", SqlType.nvarchar(128), "Dept");
        variable("@sql", SqlType.NVARCHAR_MAX, "");
        view("sys.databases", "name sysname not null, database_id int not null", "'master', 1", "'clinic', 5");
        view("sys.dm_exec_connections", "session_id int", "51", "52");
        view(
                "sys.dm_exec_sessions",
                "session_id smallint not null, database_id smallint not null, status nvarchar(30) not null,"
                        + " last_request_end_time datetime",
                "51, 5, 'sleeping', TIMESTAMP '2026-01-31 10:00:00'",
                "52, 5, 'sleeping', TIMESTAMP '2026-01-31 11:59:00'",
                "53, 5, 'running', TIMESTAMP '2026-01-31 08:00:00'",
                "54, 5, 'sleeping', TIMESTAMP '2026-01-31 08:00:00'");
        view("INFORMATION_SCHEMA.TABLES", "TABLE_SCHEMA nvarchar(128), TABLE_NAME sysname not null", "'dbo', 'Dept'");
        view("INFORMATION_SCHEMA.SCHEMATA", "SCHEMA_NAME sysname", "'dbo'");
        view(
                "sys.objects",
                "object_id int not null, name sysname not null, schema_id int not null, is_ms_shipped bit not null,"
                        + " type char(2), create_date datetime not null",
                "901578250, 'Dept', 1, FALSE, 'U ', TIMESTAMP '2026-01-31 10:00:00'");
        view(
                "sys.extended_properties",
                "class tinyint not null, major_id int not null, minor_id int not null, name sysname not null");
        view("sys.types", "name sysname not null, schema_id int not null, is_user_defined bit not null");
        view("sys.schemas", "name sysname not null, schema_id int not null", "'dbo', 1");
        view("sys.assemblies", "name sysname not null, is_user_defined bit");
    }

    /** What the engine calls for {@code SCHEMA_NAME(id)}. */
    public static @Nullable String schemaName(@Nullable Integer id) {
        return id == null || id != 1 ? null : "dbo";
    }

    private void variable(String name, SqlType type, @Nullable Object value) {
        variables.put(name, new Known(type, value));
    }

    private void view(String name, String columns, String... rows) {
        var parsed = new ArrayList<Column>();
        for (var column : columns.split(", ")) {
            parsed.add(Column.parse(column));
        }
        var union = new StringJoiner(" UNION ALL ", "(", ")");
        for (var row : rows) {
            union.add(row(parsed, row.split(", ")));
        }
        if (rows.length == 0) {
            var nothing = new String[parsed.size()];
            Arrays.fill(nothing, "NULL");
            union.add(row(parsed, nothing) + " WHERE 1=0");
        }
        views.put(name.toUpperCase(Locale.ROOT), new SystemRows(parsed, union.toString()));
    }

    private static String row(List<Column> columns, String[] values) {
        var items = new StringJoiner(",", "SELECT ", "");
        for (var i = 0; i < values.length; i++) {
            var column = columns.get(i);
            items.add("CAST(" + values[i] + " AS " + EngineTypes.of(column.type()) + ") AS "
                    + EngineNames.quoted(column.name()));
        }
        return items.toString();
    }

    /** Makes a view of the query, as DDL does. */
    void createView(String name, String text) throws SQLException, Refusal {
        var select = new BatchParser(16).parseQuery(text);
        var query = new QueryTranslator(this, this).inner(select.with(), select.query());
        var columns = new ArrayList<TableColumn>();
        var names = new StringJoiner(",", "(", ")");
        for (var column : query.columns()) {
            columns.add(TableColumn.of(columns.size() + 1, column.name(), column.type(), column.nullable()));
            names.add(EngineNames.quoted(column.name()));
        }
        catalog = catalog.with(new View(
                catalog.nextObjectId(),
                "dbo",
                name,
                columns,
                "CREATE VIEW " + name + " AS " + text,
                Instant.EPOCH,
                Instant.EPOCH));
        execute("CREATE VIEW " + EngineNames.object(ID, "dbo", name) + names + " AS "
                + query.statement().text());
    }

    /** Runs a script that makes tables and fills them; of no more than this alone. */
    void run(String resource) throws SQLException, Refusal, IOException {
        try (var in = TestDatabase.class.getResourceAsStream(resource)) {
            var text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
            for (var statement : new BatchParser(16).parse(text)) {
                if (statement instanceof SchemaChange.CreateTable create) {
                    create(create);
                } else {
                    insert((RowChange.Insert) statement);
                }
            }
        }
    }

    private void create(SchemaChange.CreateTable create) throws SQLException {
        var columns = new ArrayList<TableColumn>();
        var engine = new StringJoiner(", ", "(", ")");
        for (var definition : create.definition().columns()) {
            var type = SqlType.parse(definition.type().orElseThrow().toString());
            columns.add(new TableColumn(
                    columns.size() + 1,
                    definition.name(),
                    type,
                    definition.nullable().orElse(true),
                    definition.identity().map(i -> new TableColumn.Identity(i.seed(), i.increment())),
                    Optional.empty(),
                    Optional.empty()));
            engine.add(EngineNames.quoted(definition.name()) + " " + EngineTypes.of(type)
                    + (definition.identity().isPresent() ? " GENERATED BY DEFAULT AS IDENTITY" : "")
                    + (definition.constraints().isEmpty() ? "" : " PRIMARY KEY"));
        }
        var schema = create.table().schema().isEmpty() ? "dbo" : create.table().schema();
        var table = new Table(
                catalog.nextObjectId(),
                schema,
                create.table().name(),
                columns,
                List.of(),
                List.of(),
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH);
        catalog = catalog.with(table).withObjectIdsTaken(1);
        execute("CREATE TABLE " + EngineNames.object(ID, schema, table.name()) + engine);
    }

    private void insert(RowChange.Insert insert) throws SQLException, Refusal {
        var name = insert.target().name();
        var schema = name.schema().isEmpty() ? "dbo" : name.schema();
        var table = catalog.table(schema, name.name()).orElseThrow();
        var columns = new StringJoiner(",", "(", ")");
        insert.columns().forEach(column -> columns.add(EngineNames.quoted(column)));
        for (var row : ((RowChange.Rows) insert.source()).rows()) {
            var places = new StringJoiner(",", "(", ")");
            var values = new ArrayList<@Nullable Object>();
            for (var i = 0; i < row.size(); i++) {
                var type = table.column(insert.columns().get(i)).orElseThrow().type();
                var query = new QueryTranslator(this, this).scalar(row.get(i), type);
                values.add(rows(query).get(0).get(0));
                places.add("?");
            }
            var text = "INSERT INTO " + EngineNames.object(ID, schema, table.name()) + columns + " VALUES " + places;
            try (var statement = prepared(new EngineStatement(text, values))) {
                statement.execute();
            }
        }
    }

    List<List<@Nullable Object>> rows(TranslatedQuery query) throws SQLException {
        try (var statement = prepared(query.statement());
                var result = statement.executeQuery()) {
            var rows = new ArrayList<List<@Nullable Object>>();
            while (result.next()) {
                var row = new ArrayList<@Nullable Object>();
                for (var i = 1; i <= query.columns().size(); i++) {
                    row.add(result.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    @Override
    public Open open(String database) throws Refusal {
        if (!database.equalsIgnoreCase(NAME)) {
            throw new Refusal(List.of(message(911, database)));
        }
        return new Open(ID, NAME, catalog);
    }

    @Override
    public Optional<Temporary> temporary(String name) {
        if (!name.equalsIgnoreCase("#work") && !name.equalsIgnoreCase("@work")) {
            return Optional.empty();
        }
        var columns = List.of(
                TableColumn.of(1, "Id", SqlType.INT, false), TableColumn.of(2, "What", SqlType.varchar(5), true));
        var table = new Table(1, "dbo", name, columns, List.of(), List.of(), List.of(), Instant.EPOCH, Instant.EPOCH);
        return Optional.of(new Temporary(table, "(SELECT 1 AS \"Id\", 'x' AS \"What\")"));
    }

    @Override
    public Optional<SystemRows> systemView(String database, String schema, String name) {
        return Optional.ofNullable(views.get((schema + "." + name).toUpperCase(Locale.ROOT)));
    }

    @Override
    public Optional<Known> variable(String name) {
        return Optional.ofNullable(variables.get(name.toLowerCase(Locale.ROOT)));
    }

    void set(String name, @Nullable Object value) {
        variables.computeIfPresent(name.toLowerCase(Locale.ROOT), (n, known) -> new Known(known.type(), value));
    }

    @Override
    public Optional<Known> function(String name, List<@Nullable Object> arguments) {
        return switch (name) {
            case "DB_NAME" -> Optional.of(new Known(SqlType.nvarchar(128), NAME));
            case "DB_ID" -> Optional.of(new Known(SqlType.SMALLINT, (short) ID));
            default -> Optional.empty();
        };
    }
}
