package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.syntax.RowChange;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** {@code OUTPUT} of a change of rows ("OUTPUT clause (Transact-SQL)"). */
final class OutputClause {
    private static final List<String> INSERTED = List.of("INSERTED");
    private static final List<String> DELETED = List.of("DELETED");

    /** What may be something else the second time. */
    private static final Pattern FLEETING = Pattern.compile("\\b(?:RANDOM_UUID|RAND|SELECT|NEXT VALUE FOR)\\b");

    private static final Pattern QUOTED = Pattern.compile("'[^']*'|\"[^\"]*\"");

    private final RowChange.Output output;
    private final RowTarget target;
    private final Site site;
    private final int line;
    private final String alias;

    /** What an update sets, by column, where the rows have this alias; empty if it cannot be said there. */
    interface Changes {
        Optional<Map<TableColumn, Typed>> seenAs(String alias) throws Refusal;
    }

    OutputClause(RowChange.Output output, RowTarget target, Site site, int line) {
        this.output = output;
        this.target = target;
        this.site = site;
        this.line = line;
        this.alias = site.translation().alias();
    }

    /** What a statement is in the end, and which columns a client gets. */
    record Wrapped(String text, Optional<List<Column>> columns) {
        static Wrapped plain(String text) {
            return new Wrapped(text, Optional.empty());
        }
    }

    Wrapped ofInsert(String statement) throws Refusal {
        return wrapped("FINAL TABLE (" + statement + ")", List.of(new Source(INSERTED, alias, columns())));
    }

    Wrapped ofDelete(String statement) throws Refusal {
        return wrapped("OLD TABLE (" + statement + ")", List.of(new Source(DELETED, alias, columns())));
    }

    Wrapped ofUpdate(String statement, Changes changes) throws Refusal {
        if (!names("DELETED")) {
            return ofInsert(statement);
        } else if (!names("INSERTED")) {
            return ofDelete(statement);
        }
        var changed = changes.seenAs(alias);
        if (changed.isEmpty()) {
            throw site.translation()
                    .unplayed("tell the values before and after in one OUTPUT of an UPDATE with a FROM", line);
        }
        var inserted = new Source(INSERTED, alias, afterwards(changed.get()));
        var deleted = new Source(DELETED, alias, columns());
        return wrapped("OLD TABLE (" + statement + ")", List.of(inserted, deleted));
    }

    /** The engine tells the old rows; the new ones are worked out of them once more. */
    private List<Source.SourceColumn> afterwards(Map<TableColumn, Typed> changed) throws Refusal {
        var columns = new ArrayList<Source.SourceColumn>();
        for (var column : target.table().columns()) {
            var value = changed.get(column);
            if (value == null && column.isWritable()) {
                columns.add(seen(column));
            } else if (value != null && isSameAgain(value.text())) {
                columns.add(new Source.SourceColumn(
                        column.name(), value, column.identity().isPresent()));
            } else if (namesColumn(column)) {
                throw site.translation()
                        .unplayed("tell the values before and after of a column that the engine makes", line);
            }
        }
        return columns;
    }

    private static boolean isSameAgain(String text) {
        return !FLEETING.matcher(QUOTED.matcher(text).replaceAll("")).find();
    }

    private boolean namesColumn(TableColumn column) {
        return output.items().stream()
                .anyMatch(item -> item instanceof Query.AllColumns all
                                && all.qualifier().get(0).equalsIgnoreCase("INSERTED")
                        || item.toString().toUpperCase(java.util.Locale.ROOT).contains(Catalogs.upper(column.name())));
    }

    private boolean names(String which) {
        return Catalogs.upper(output.items().toString()).contains("[" + which + "]");
    }

    private List<Source.SourceColumn> columns() {
        return target.table().columns().stream().map(this::seen).toList();
    }

    private Source.SourceColumn seen(TableColumn column) {
        var text = alias + "." + EngineNames.quoted(column.name());
        return new Source.SourceColumn(
                column.name(),
                new Typed(text, column.type(), column.nullable(), false),
                column.identity().isPresent());
    }

    private Wrapped wrapped(String rows, List<Source> sources) throws Refusal {
        var scope = new TableScope(new Site(site.translation(), CommonTables.NONE, Optional.empty()), sources);
        var outputs = new ArrayList<Output>();
        for (var item : output.items()) {
            if (item instanceof Query.AllColumns all) {
                for (var source : scope.named(all.qualifier(), all.line())) {
                    for (var reference : source.references(all.line())) {
                        outputs.add(output(reference.name(), reference, scope));
                    }
                }
            } else if (item instanceof Query.Value value) {
                var name = value.alias()
                        .orElseGet(() -> value.expression() instanceof ColumnReference column ? column.name() : "");
                outputs.add(output(name, value.expression(), scope));
            } else {
                throw site.translation().refusal(141, line);
            }
        }
        if (output.into().isPresent()) {
            return Wrapped.plain(into(outputs, rows));
        }
        var items = new StringJoiner(", ");
        for (var i = 0; i < outputs.size(); i++) {
            items.add(outputs.get(i).value().text() + " AS " + Rowset.place(i));
        }
        return new Wrapped(
                "SELECT " + items + " FROM " + rows + " " + alias,
                Optional.of(outputs.stream().map(Output::column).toList()));
    }

    private Output output(String name, Expression expression, TableScope scope) throws Refusal {
        var isIdentity = expression instanceof ColumnReference column
                && scope.lookUp(column).map(found -> found.column().identity()).orElse(false);
        return new Output(name, Expressions.value(expression, scope, Place.VALUES), isIdentity);
    }

    private String into(List<Output> outputs, String rows) throws Refusal {
        var translation = site.translation();
        var name = output.into().orElseThrow();
        var into = RowTarget.of(name, translation, 208);
        requireFree(into);
        var written =
                new InsertColumns(into, SessionOptions.NONE, translation).of(output.columns(), outputs.size(), line);
        if (written.size() != outputs.size()) {
            throw output.columns().isEmpty()
                    ? translation.refusal(213, line)
                    : translation.refusal(written.size() > outputs.size() ? 120 : 121, line);
        }
        var values = into.values(translation);
        var names = new StringJoiner(", ", "(", ")");
        var items = new StringJoiner(", ");
        for (var i = 0; i < written.size(); i++) {
            names.add(EngineNames.quoted(written.get(i).name()));
            items.add(values.assigned(outputs.get(i).value(), written.get(i)));
        }
        for (var column : into.table().columns()) {
            if (!written.contains(column) && column.defaultValue().isPresent()) {
                names.add(EngineNames.quoted(column.name()));
                items.add(values.ofDefault(column));
            }
        }
        return "INSERT INTO " + into.engineName() + names + " SELECT " + items + " FROM " + rows + " " + alias;
    }

    private void requireFree(RowTarget into) throws Refusal {
        var translation = site.translation();
        var table = into.table();
        for (var key : table.foreignKeys()) {
            throw translation.refusal(332, line, table.name(), key.name());
        }
        for (var check : table.checks()) {
            throw translation.refusal(333, line, table.name(), check.name());
        }
        if (into.database().isPresent()) {
            for (var other : into.database().get().catalog().referring(table)) {
                throw translation.refusal(
                        332, line, table.name(), other.foreignKeys().get(0).name());
            }
        }
    }
}
