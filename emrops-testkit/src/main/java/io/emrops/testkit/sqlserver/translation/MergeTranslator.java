package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.RowChange.Merge;
import io.emrops.testkit.sqlserver.syntax.RowChange.Merge.Match;
import io.emrops.testkit.sqlserver.syntax.RowChange.Merge.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** {@code MERGE}. */
final class MergeTranslator {
    private final Merge merge;
    private final SessionOptions options;
    private final Translation translation;
    private final Site site;
    private final RowTarget target;
    private final Source targetSource;

    MergeTranslator(Merge merge, SessionOptions options, Translation translation) throws Refusal {
        this.merge = merge;
        this.options = options;
        this.translation = translation;
        this.site = new Site(translation, CommonTables.of(translation, merge.with()), Optional.empty());
        this.target = RowTarget.of(merge.target().name(), translation, 208);
        var qualifier = merge.alias().map(List::of).orElseGet(target::qualifier);
        this.targetSource = NamedTables.target(qualifier, translation.alias(), target.table());
    }

    RowPlan translate() throws Refusal {
        requirePlayed();
        var from = new FromTranslator(site).translate(List.of(merge.source()), merge.line());
        var alias = translation.alias();
        var selected = new StringJoiner(", ");
        var sources = new ArrayList<Source>();
        var place = 0;
        for (var source : from.sources()) {
            var columns = new ArrayList<Source.SourceColumn>();
            for (var column : source.columns()) {
                var name = Rowset.place(place++);
                selected.add(column.value().text() + " AS " + name);
                var value = column.value();
                columns.add(new Source.SourceColumn(
                        column.name(), new Typed(alias + "." + name, value.type(), value.nullable(), false), false));
            }
            sources.add(new Source(source.qualifier(), alias, columns));
        }
        var both = new ArrayList<>(sources);
        both.add(targetSource);
        var all = new TableScope(site, both);
        var onlySource = new TableScope(site, sources);
        var text =
                new StringBuilder("MERGE INTO " + target.engineName() + " " + targetSource.alias() + " USING (SELECT "
                        + selected + " FROM " + from.text() + ") " + alias + " ON "
                        + Expressions.condition(merge.on(), all, Place.WHERE));
        for (var branch : merge.branches()) {
            text.append(branch(branch, branch.match() == Match.MATCHED ? all : onlySource));
        }
        var wrapped = merge.output().isPresent()
                ? new OutputClause(merge.output().get(), target, site, merge.line()).ofInsert(text.toString())
                : OutputClause.Wrapped.plain(text.toString());
        var inserts = merge.branches().stream().anyMatch(branch -> branch.match() == Match.NOT_MATCHED);
        var explicit = inserts && new InsertColumns(target, options, translation).isExplicit();
        return new RowPlan(
                RowPlan.Kind.MERGE,
                target.database(),
                target.table(),
                translation.statement(wrapped.text()),
                wrapped.columns(),
                explicit ? List.of(IdentityRestart.of(target)) : List.of(),
                inserts && target.table().identity().isPresent());
    }

    private void requirePlayed() throws Refusal {
        if (merge.branches().stream().anyMatch(branch -> branch.match() == Match.NOT_MATCHED_BY_SOURCE)) {
            throw translation.unplayed("play WHEN NOT MATCHED BY SOURCE", merge.line());
        }
        if (merge.output().isPresent()) {
            var written = Catalogs.upper(merge.output().get().items().toString());
            var deletes = merge.branches().stream().anyMatch(When::delete);
            if (deletes || written.contains("DELETED") || written.contains("$ACTION")) {
                throw translation.unplayed(
                        "tell in the OUTPUT of a MERGE what was before, or what was done", merge.line());
            }
        }
    }

    private String branch(When branch, TableScope scope) throws Refusal {
        var text = new StringBuilder(branch.match() == Match.MATCHED ? " WHEN MATCHED" : " WHEN NOT MATCHED");
        if (branch.condition().isPresent()) {
            text.append(" AND ").append(Expressions.condition(branch.condition().get(), scope, Place.WHERE));
        }
        text.append(" THEN ");
        if (branch.delete()) {
            return text.append("DELETE").toString();
        } else if (branch.match() == Match.MATCHED) {
            var sets = new StringJoiner(", ");
            UpdateTranslator.assigned(branch.assignments(), target, targetSource, scope, translation)
                    .forEach((column, value) -> sets.add(EngineNames.quoted(column.name()) + " = " + value));
            UpdateTranslator.addVersion(target.table(), sets);
            return text.append("UPDATE SET ").append(sets).toString();
        }
        return text.append(insertion(branch, scope)).toString();
    }

    private String insertion(When branch, TableScope scope) throws Refusal {
        var line = merge.line();
        var columns = new InsertColumns(target, options, translation);
        var count = branch.values().isEmpty() ? -1 : branch.values().size();
        var isOfDefaults = branch.values().isEmpty();
        List<TableColumn> written = isOfDefaults ? List.of() : columns.of(branch.columns(), count, line);
        if (!isOfDefaults && written.size() != count) {
            throw branch.columns().isEmpty()
                    ? translation.refusal(213, line)
                    : translation.refusal(written.size() > count ? 109 : 110, line);
        }
        var values = target.values(translation);
        var names = new StringJoiner(", ", "(", ")");
        var items = new StringJoiner(", ", "(", ")");
        for (var i = 0; i < written.size(); i++) {
            var column = written.get(i);
            names.add(EngineNames.quoted(column.name()));
            items.add(inserted(branch.values().get(i), column, columns, values, scope));
        }
        for (var column : target.table().columns()) {
            if (!written.contains(column)
                    && (column.defaultValue().isPresent() || isOfDefaults && column.isWritable())
                    && column.identity().isEmpty()) {
                names.add(EngineNames.quoted(column.name()));
                items.add(values.ofDefault(column));
            }
        }
        return "INSERT " + names + " VALUES " + items;
    }

    private String inserted(
            Expression value, TableColumn column, InsertColumns columns, ColumnValues values, TableScope scope)
            throws Refusal {
        if (value instanceof Expression.Default) {
            if (column.identity().isPresent()) {
                throw translation.refusal(339, merge.line());
            }
            return values.ofDefault(column);
        }
        columns.requireWritable(column, merge.line());
        return values.assigned(values.value(value, scope, Place.SET), column);
    }
}
