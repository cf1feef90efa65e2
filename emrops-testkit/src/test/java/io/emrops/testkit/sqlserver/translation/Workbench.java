package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.RowChange;
import io.emrops.testkit.sqlserver.syntax.SchemaChange;
import io.emrops.testkit.sqlserver.syntax.Statement;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Two databases that remember what is made in them, in a plain engine: statements are translated and run one by one. It is 31 January 2026. */
final class Workbench extends TestSurroundings {
    private static final String OTHER = "archive";
    private static final int OTHER_ID = 6;

    private final Map<String, Catalog> catalogs = new HashMap<>(Map.of(NAME, Catalog.empty(), OTHER, Catalog.empty()));
    private final Map<String, Temporary> temporary = new HashMap<>();
    private SessionOptions options = SessionOptions.NONE;
    private int temporaryTables;
    private long scopeIdentity;

    Workbench() throws SQLException {
        execute("CREATE SEQUENCE " + EngineNames.ROW_VERSIONS);
        execute("CREATE SCHEMA " + EngineNames.schema(ID, "dbo"));
        execute("CREATE SCHEMA " + EngineNames.schema(OTHER_ID, "dbo"));
    }

    /** What came of a statement: a number of rows, rows, or the numbers of errors. */
    record Outcome(
            List<Integer> errors,
            String engineError,
            long count,
            @Nullable List<String> rows) {
        static Outcome refused(List<SqlError> errors) {
            return new Outcome(errors.stream().map(SqlError::number).toList(), "", 0, null);
        }
    }

    Catalog catalog() {
        return catalogs.get(NAME);
    }

    /** How a change of tables would be made. */
    SchemaPlan plan(String text) throws Refusal {
        var change = (SchemaChange) new BatchParser(16).parse(text).get(0);
        return new SchemaTranslator(this, this, () -> ++temporaryTables).translate(change);
    }

    /** Runs all statements of a text; what is told is of the last. */
    Outcome run(String text) throws SQLException {
        var outcome = new Outcome(List.of(), "", 0, null);
        try {
            for (var statement : new BatchParser(16).parse(text)) {
                outcome = run(statement);
                if (!outcome.errors().isEmpty() || !outcome.engineError().isEmpty()) {
                    return outcome;
                }
            }
        } catch (Refusal e) {
            return Outcome.refused(e.errors());
        }
        return outcome;
    }

    private Outcome run(Statement statement) throws SQLException, Refusal {
        if (statement instanceof SchemaChange change) {
            return run(new SchemaTranslator(this, this, () -> ++temporaryTables).translate(change));
        } else if (statement instanceof RowChange change) {
            return run(new RowTranslator(this, this, options).translate(change));
        } else if (statement instanceof Statement.DeclareTable declare) {
            return run(new SchemaTranslator(this, this, () -> ++temporaryTables)
                    .declare(declare.variable(), declare.definition(), declare.line()));
        } else if (statement instanceof Statement.SetIdentityInsert set) {
            var table = RowTarget.of(set.table(), new Translation(this, this, 0, 1), 1088);
            options = set.on() ? new SessionOptions(Optional.of(table.id())) : SessionOptions.NONE;
            return new Outcome(List.of(), "", 0, null);
        }
        return run((Statement.Select) statement);
    }

    private Outcome run(Statement.Select select) throws SQLException, Refusal {
        var translator = new QueryTranslator(this, this);
        var query = translator.translate(select);
        var into = QueryTranslator.into(select);
        if (into.isEmpty()) {
            return rows(query.statement());
        }
        run(new SchemaTranslator(this, this, () -> ++temporaryTables)
                .create(into.get(), query.columns(), select.line()));
        return run(new RowTranslator(this, this, options).fill(into.get(), query, select.line()));
    }

    private Outcome run(SchemaPlan plan) throws SQLException {
        var done = new ArrayList<SchemaPlan.Step>();
        for (var step : plan.steps()) {
            try (var statement = prepared(step.statement())) {
                statement.execute();
                done.add(0, step);
            } catch (SQLException e) {
                for (var before : done) {
                    if (before.undo().isPresent()) {
                        execute(before.undo().get().text());
                    }
                }
                return new Outcome(List.of(), told(e, plan), 0, null);
            }
        }
        plan.database().ifPresent(open -> catalogs.put(open.name(), open.catalog()));
        plan.temporaryCreated().forEach(table -> temporary.put(key(table), table));
        plan.temporaryAltered().forEach(table -> temporary.put(key(table), table));
        plan.temporaryDropped().forEach(table -> temporary.remove(key(table)));
        return Outcome.refused(
                plan.messages().stream().filter(SqlError::isError).toList());
    }

    private static String key(Temporary table) {
        return table.table().name().toLowerCase(Locale.ROOT);
    }

    private Outcome run(RowPlan plan) throws SQLException {
        try {
            var outcome = plan.output().isPresent() ? rows(plan.statement()) : count(plan.statement());
            for (var after : plan.after()) {
                count(after);
            }
            if (plan.numbers()) {
                try (var result = connection().createStatement().executeQuery("SELECT SCOPE_IDENTITY()")) {
                    result.next();
                    scopeIdentity = result.getLong(1);
                }
            }
            return outcome;
        } catch (SQLException e) {
            return new Outcome(List.of(), "" + e.getErrorCode(), 0, null);
        }
    }

    /** The engine's own number, or ours. */
    private static String told(SQLException e, SchemaPlan plan) {
        return e.getErrorCode() + (plan.steps().isEmpty() ? " without a step" : "");
    }

    private Outcome count(EngineStatement statement) throws SQLException {
        try (var prepared = prepared(statement)) {
            return new Outcome(List.of(), "", prepared.executeUpdate(), null);
        }
    }

    private Outcome rows(EngineStatement statement) throws SQLException {
        try (var prepared = prepared(statement);
                var result = prepared.executeQuery()) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                rows.add(row(result));
            }
            return new Outcome(List.of(), "", rows.size(), rows);
        } catch (SQLException e) {
            return new Outcome(List.of(), "" + e.getErrorCode(), 0, null);
        }
    }

    private static String row(ResultSet result) throws SQLException {
        var values = new ArrayList<String>();
        for (var i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            var value = result.getMetaData().getColumnType(i) == Types.BOOLEAN ? bit(result, i) : result.getString(i);
            values.add(value == null ? "NULL" : value);
        }
        return values.stream().collect(Collectors.joining(" | "));
    }

    private static @Nullable String bit(ResultSet result, int column) throws SQLException {
        var value = result.getBoolean(column);
        return result.wasNull() ? null : value ? "1" : "0";
    }

    @Override
    public Open open(String database) throws Refusal {
        for (var name : List.of(NAME, OTHER)) {
            if (name.equalsIgnoreCase(database)) {
                return new Open(name.equals(NAME) ? ID : OTHER_ID, name, catalogs.get(name));
            }
        }
        throw new Refusal(List.of(message(911, database)));
    }

    @Override
    public Optional<Temporary> temporary(String name) {
        return Optional.ofNullable(temporary.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public Optional<SystemRows> systemView(String database, String schema, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Known> variable(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "@two" -> Optional.of(new Known(SqlType.INT, 2));
            case "@name" -> Optional.of(new Known(SqlType.varchar(5), "Ann"));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Known> function(String name, List<@Nullable Object> arguments) {
        return name.equals("SCOPE_IDENTITY") ? Optional.of(new Known(SqlType.BIGINT, scopeIdentity)) : Optional.empty();
    }
}
