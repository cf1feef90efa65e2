package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** A common table that names itself ("WITH common_table_expression (Transact-SQL)"). The engine counts the steps, and stops with 530. */
final class Recursion {
    private static final String LEVEL = "\"$l\"";
    private static final String HIDDEN_LEVEL = Source.HIDDEN + "level";

    private final Translation translation;
    private final CommonTables.Definition definition;

    Recursion(Translation translation, CommonTables.Definition definition) {
        this.translation = translation;
        this.definition = definition;
    }

    /** @throws Refusal 240 if a step has other types than the anchor, 253, 460 to 467 for what no step may have */
    Rowset rows(Query.Body anchor, List<Query.Select> steps) throws Refusal {
        var refusal = translation.refusal(CommonTableQuery.RECURSION_IN_SUBQUERY, 0);
        var others = definition.visible().with(new CommonTables.Itself(definition.name(), refusal));
        var first = new QueryBody(new Site(translation, others, Optional.empty())).body(anchor);
        var engineName = translation.alias();
        var named = ColumnNames.given(
                translation, definition.name(), definition.table().columns(), first.columns());
        var tables = definition.visible().with(working(engineName, named));
        var members = new StringJoiner(" UNION ALL ");
        var nullable = new ArrayList<Boolean>();
        named.forEach(column -> nullable.add(column.value().nullable()));
        for (var step : steps) {
            members.add(step(step, named, nullable, tables));
        }
        var anchored = translation.alias();
        var places = places(named.size());
        var text = "WITH RECURSIVE " + engineName + "(" + places + "," + LEVEL + ") AS ((SELECT " + places + ",0 FROM ("
                + first.text() + ") " + anchored + ") UNION ALL (" + members + ")) SELECT " + places + " FROM "
                + engineName;
        var columns = new ArrayList<Output>();
        for (var i = 0; i < named.size(); i++) {
            var value = named.get(i).value();
            columns.add(new Output(
                    named.get(i).name(), new Typed(Rowset.place(i), value.type(), nullable.get(i), false), false));
        }
        return new Fixed(columns, text);
    }

    private static CommonTables.Working working(String name, String engineName, List<Output> columns) {
        var seen = new ArrayList<Source.SourceColumn>();
        for (var i = 0; i < columns.size(); i++) {
            var column = columns.get(i);
            seen.add(new Source.SourceColumn(
                    column.name(), Typed.of(Rowset.place(i), column.value().type()), false));
        }
        seen.add(new Source.SourceColumn(HIDDEN_LEVEL, Typed.notNull(LEVEL, SqlType.INT), false));
        return new CommonTables.Working(name, engineName, seen);
    }

    private CommonTables.Working working(String engineName, List<Output> columns) {
        return working(definition.name(), engineName, columns);
    }

    private String step(Query.Select step, List<Output> columns, List<Boolean> nullable, CommonTables tables)
            throws Refusal {
        requireAllowed(step);
        var translated = new SelectTranslator(new Site(translation, tables, Optional.empty()), false).translate(step);
        var own = translated.columns();
        if (own.size() != columns.size()) {
            throw translation.refusal(205, step.line());
        }
        for (var i = 0; i < own.size(); i++) {
            if (!own.get(i).value().type().equals(columns.get(i).value().type())) {
                throw translation.refusal(240, step.line(), columns.get(i).name(), definition.name());
            }
            nullable.set(i, nullable.get(i) || own.get(i).value().nullable());
        }
        return translated.text(translated.types(), List.of(level(translated, step.line())));
    }

    private String level(SelectBody step, int line) throws Refusal {
        var level = step.tables().sources().stream()
                .flatMap(source -> source.column(HIDDEN_LEVEL).stream())
                .findFirst()
                .map(column -> column.value().text())
                .orElseThrow(
                        () -> translation.unplayed("play a recursive reference that is not directly in FROM", line));
        return translation.maxRecursion() == 0
                ? level + "+1"
                : EngineNames.function("LEVEL") + "(" + level + "+1," + translation.maxRecursion() + ")";
    }

    private void requireAllowed(Query.Select step) throws Refusal {
        var name = definition.name();
        if (new Mentions(name).areApplied(step.from())) {
            throw translation.unplayed("play a recursive reference that is not directly in FROM", step.line());
        } else if (step.distinct()) {
            throw translation.refusal(460, step.line(), name);
        } else if (step.top().isPresent()) {
            throw translation.refusal(461, step.line(), name);
        } else if (Mentions.hasOuterJoin(step.from())) {
            throw translation.refusal(462, step.line(), name);
        } else if (new Mentions(name).count(step) > 1) {
            throw translation.refusal(253, step.line(), name);
        } else if (Grouping.isGrouped(step, List.of())) {
            throw translation.refusal(467, step.line(), name);
        }
    }

    private static String places(int count) {
        var places = new StringJoiner(",");
        for (var i = 0; i < count; i++) {
            places.add(Rowset.place(i));
        }
        return places.toString();
    }

    /** Rows whose types are what they are. */
    private record Fixed(List<Output> columns, String text) implements Rowset {
        @Override
        public boolean isReachingOut() {
            return false;
        }

        @Override
        public String text(List<SqlType> types) {
            return text;
        }
    }
}
