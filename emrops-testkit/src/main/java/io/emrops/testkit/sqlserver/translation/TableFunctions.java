package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.TableSource;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/** Functions in FROM. Their arguments name no columns: that would be APPLY. */
final class TableFunctions {
    private static final String STRING_SPLIT = "STRING_SPLIT";

    private final Site site;
    private final Translation translation;

    TableFunctions(Site site) {
        this.site = site;
        this.translation = site.translation();
    }

    /** @throws Refusal 208 if there is no such function */
    From translate(TableSource.Function function) throws Refusal {
        var arguments = new ArrayList<Typed>();
        var scope = new TableScope(site.alone(), List.of());
        for (var argument : function.arguments()) {
            arguments.add(Expressions.value(argument, scope, Place.VALUES));
        }
        var rows = rows(function, arguments);
        var named = names(function, rows.columns());
        var name = function.name();
        return new NamedTables(site).system(List.of(function.alias().orElse(name.name())), named, rows);
    }

    private Databases.SystemRows rows(TableSource.Function function, List<Typed> arguments) throws Refusal {
        var name = function.name();
        if (name.schema().isEmpty() && name.name().equalsIgnoreCase(STRING_SPLIT)) {
            return split(arguments, function.line());
        }
        var database = name.database().isEmpty() ? translation.surroundings().database() : name.database();
        var texts = arguments.stream().map(Typed::text).toList();
        var rows = translation.databases().systemFunction(database, name.schema(), name.name(), texts);
        if (rows.isEmpty()) {
            throw new NamedTables(site).unknown(name, function.line());
        }
        return rows.get();
    }

    private Databases.SystemRows split(List<Typed> arguments, int line) throws Refusal {
        if (arguments.size() == 3) {
            throw translation.unplayed("play STRING_SPLIT with ordinals", line);
        } else if (arguments.size() != 2) {
            throw translation.refusal(313, line, "STRING_SPLIT");
        }
        var isNational = arguments.stream()
                .map(argument -> argument.type().kind())
                .anyMatch(kind -> kind == SqlType.Kind.NVARCHAR || kind == SqlType.Kind.NCHAR);
        var of = arguments.get(0).type();
        var length = of.isMax() || of.length() < 1 ? 8000 : of.length();
        var type = isNational ? SqlType.nvarchar(Math.min(4000, length)) : SqlType.varchar(length);
        var text = EngineNames.function(STRING_SPLIT) + "(" + arguments.get(0).text() + ","
                + arguments.get(1).text() + ")";
        return new Databases.SystemRows(List.of(Column.of("value", type)), text);
    }

    /** The columns as the statement names them. */
    List<Column> names(TableSource.Function function, List<Column> columns) throws Refusal {
        var names = function.columns();
        if (names.isEmpty()) {
            return columns;
        }
        var table = function.alias().orElse(function.name().name());
        if (names.size() != columns.size()) {
            throw translation.refusal(names.size() < columns.size() ? 8158 : 8159, function.line(), table);
        }
        var renamed = new ArrayList<Column>();
        for (var i = 0; i < names.size(); i++) {
            var column = columns.get(i);
            renamed.add(new Column(names.get(i), column.type(), column.nullable(), column.identity()));
        }
        return renamed;
    }
}
