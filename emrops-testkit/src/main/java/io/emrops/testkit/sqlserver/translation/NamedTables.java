package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.TableSource;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a name in FROM means: a common table, a temporary table, one of the database, or a view of the system. */
final class NamedTables {
    private static final String DEFAULT_SCHEMA = "dbo";
    private static final int NO_SUCH_DATABASE = 911;

    private final Site site;
    private final Translation translation;

    NamedTables(Site site) {
        this.site = site;
        this.translation = site.translation();
    }

    /** @throws Refusal 208 if there is nothing of this name */
    From named(TableSource.Named source) throws Refusal {
        var locks = Locks.of(source.hints(), translation, source.line());
        var name = source.name();
        if (name.schema().isEmpty() && name.database().isEmpty()) {
            var common = commonTable(name.name(), source.alias());
            if (common.isPresent()) {
                return common.get();
            }
        }
        if (name.name().startsWith("#")) {
            return temporary(name.name(), source.alias(), 208, source.line());
        }
        var database = open(name, source.line());
        var schema = name.schema().isEmpty() ? DEFAULT_SCHEMA : name.schema();
        var qualifier = source.alias().map(List::of).orElseGet(() -> List.of(database.name(), schema, name.name()));
        var table = database.catalog().table(schema, name.name());
        if (table.isPresent()) {
            var found = table.get();
            translation.databases().requireSelect(database, found.schema(), found.name());
            var engineName = EngineNames.object(database.id(), found.schema(), found.name());
            var from = table(qualifier, engineName, found.columns());
            return new From(from.text(), from.sources(), locks);
        }
        var ofUsers = database.catalog().view(schema, name.name());
        if (ofUsers.isPresent()) {
            translation
                    .databases()
                    .requireSelect(
                            database, ofUsers.get().schema(), ofUsers.get().name());
            return new ViewRows(translation, database, ofUsers.get()).source(qualifier);
        }
        var view = systemView(database.name(), name);
        if (view.isPresent()) {
            return system(qualifier, view.get());
        }
        throw unknown(name, source.line());
    }

    /** Whether it is a table that the engine keeps, whose rows have numbers. */
    boolean isTable(TableSource source) throws Refusal {
        if (!(source instanceof TableSource.Named named)) {
            return source instanceof TableSource.OfVariable;
        }
        var name = named.name();
        if (name.name().startsWith("#")) {
            return true;
        }
        var isOfQuery = name.schema().isEmpty()
                && name.database().isEmpty()
                && commonTable(name.name(), named.alias()).isPresent();
        return !isOfQuery
                && open(name, named.line())
                        .catalog()
                        .table(name.schema().isEmpty() ? DEFAULT_SCHEMA : name.schema(), name.name())
                        .isPresent();
    }

    /** @throws Refusal 1087 if there is no such variable */
    From ofVariable(TableSource.OfVariable source) throws Refusal {
        return temporary(source.variable(), source.alias(), 1087, source.line());
    }

    private From temporary(String name, Optional<String> alias, int unknown, int line) throws Refusal {
        var table = translation.databases().temporary(name);
        if (table.isEmpty()) {
            throw translation.refusal(unknown, line, name);
        }
        return table(
                List.of(alias.orElse(name)),
                table.get().engineName(),
                table.get().columns());
    }

    private Optional<From> commonTable(String name, Optional<String> as) throws Refusal {
        var qualifier = List.of(as.orElse(name));
        site.commonTables().requireOther(name);
        var working = site.commonTables().working(name);
        if (working.isPresent() && site.outer().isPresent()) {
            throw translation.refusal(CommonTableQuery.RECURSION_IN_SUBQUERY, 0);
        } else if (working.isPresent()) {
            var alias = translation.alias();
            var columns = new ArrayList<Source.SourceColumn>();
            for (var column : working.get().columns()) {
                var value = column.value();
                columns.add(new Source.SourceColumn(
                        column.name(),
                        new Typed(alias + "." + value.text(), value.type(), value.nullable(), false),
                        false));
            }
            return Optional.of(
                    From.of(working.get().engineName() + " " + alias, new Source(qualifier, alias, columns)));
        }
        var definition = site.commonTables().definition(name);
        return definition.isPresent()
                ? Optional.of(new CommonTableQuery(translation, definition.get()).source(qualifier))
                : Optional.empty();
    }

    private Databases.Open open(ObjectName name, int line) throws Refusal {
        try {
            var database =
                    name.database().isEmpty() ? translation.surroundings().database() : name.database();
            return translation.databases().open(database);
        } catch (Refusal refusal) {
            throw refusal.errors().get(0).number() == NO_SUCH_DATABASE ? unknown(name, line) : refusal;
        }
    }

    /** A table of users or of the session. */
    private From table(List<String> qualifier, String engineName, List<TableColumn> columns) {
        var alias = translation.alias();
        return From.of(engineName + " " + alias, new Source(qualifier, alias, columns(alias, columns)));
    }

    /** The columns of a table that the engine knows by this alias. */
    static List<Source.SourceColumn> columns(String alias, List<TableColumn> columns) {
        return columns.stream()
                .map(column -> new Source.SourceColumn(
                        column.name(),
                        new Typed(
                                alias + "." + EngineNames.quoted(column.name()),
                                column.type(),
                                column.nullable(),
                                false),
                        column.identity().isPresent()))
                .toList();
    }

    private Optional<Databases.SystemRows> systemView(String database, ObjectName name) {
        if (!name.schema().isEmpty()) {
            return translation.databases().systemView(database, name.schema(), name.name());
        }
        var isOfOldTimes = name.name().toLowerCase(Locale.ROOT).startsWith("sys");
        var inDefault = translation.databases().systemView(database, DEFAULT_SCHEMA, name.name());
        return inDefault.isEmpty() && isOfOldTimes
                ? translation.databases().systemView(database, "sys", name.name())
                : inDefault;
    }

    /** Rows that the server makes itself. */
    private From system(List<String> qualifier, Databases.SystemRows rows) {
        return system(qualifier, rows.columns(), rows);
    }

    /** The same, with other names for the columns. */
    From system(List<String> qualifier, List<Column> named, Databases.SystemRows rows) {
        var alias = translation.alias();
        var columns = new ArrayList<Source.SourceColumn>();
        for (var i = 0; i < named.size(); i++) {
            var column = named.get(i);
            var text = alias + "." + EngineNames.quoted(rows.columns().get(i).name());
            columns.add(new Source.SourceColumn(
                    column.name(), new Typed(text, column.type(), column.nullable(), false), column.identity()));
        }
        return From.of(rows.text() + " " + alias, new Source(qualifier, alias, columns));
    }

    Refusal unknown(ObjectName name, int line) {
        return translation.refusal(208, line, written(name));
    }

    private static String written(ObjectName name) {
        var written = new StringBuilder();
        if (!name.database().isEmpty()) {
            written.append(name.database()).append('.');
        }
        if (!name.schema().isEmpty() || !name.database().isEmpty()) {
            written.append(name.schema()).append('.');
        }
        return written.append(name.name()).toString();
    }

    /** A table that a statement changes, whose rows the engine knows by this alias. */
    static Source target(List<String> qualifier, String alias, Table table) {
        return new Source(qualifier, alias, columns(alias, table.columns()));
    }
}
