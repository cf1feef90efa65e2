package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.TableColumn;
import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.expression.TypeRules;
import io.emrops.testkit.sqlserver.expression.Typed;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.RowChange.DefaultValues;
import io.emrops.testkit.sqlserver.syntax.RowChange.Insert;
import io.emrops.testkit.sqlserver.syntax.RowChange.OfQuery;
import io.emrops.testkit.sqlserver.syntax.RowChange.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** {@code INSERT}. */
final class InsertTranslator {
    private static final int MOST_ROWS = 1000;

    private final Insert insert;
    private final Translation translation;
    private final int line;
    private final RowTarget target;
    private final Site site;
    private final InsertColumns columns;
    private final ColumnValues values;

    InsertTranslator(Insert insert, SessionOptions options, Translation translation) throws Refusal {
        this.insert = insert;
        this.translation = translation;
        this.line = insert.line();
        this.site = new Site(translation, CommonTables.of(translation, insert.with()), Optional.empty());
        this.target = target();
        this.columns = new InsertColumns(target, options, translation);
        this.values = target.values(translation);
    }

    private RowTarget target() throws Refusal {
        var name = insert.target().name();
        if (name.schema().isEmpty()
                && site.commonTables().definition(name.name()).isPresent()) {
            throw translation.unplayed("insert into a common table", insert.line());
        }
        return RowTarget.of(name, translation, 208);
    }

    RowPlan translate() throws Refusal {
        var text = text();
        var wrapped = insert.output().isPresent()
                ? new OutputClause(insert.output().get(), target, site, line).ofInsert(text)
                : OutputClause.Wrapped.plain(text);
        return new RowPlan(
                RowPlan.Kind.INSERT,
                target.database(),
                target.table(),
                translation.statement(wrapped.text()),
                wrapped.columns(),
                columns.isExplicit() ? List.of(IdentityRestart.of(target)) : List.of(),
                target.table().identity().isPresent());
    }

    private String text() throws Refusal {
        if (insert.source() instanceof Rows rows) {
            return ofRows(rows.rows());
        } else if (insert.source() instanceof OfQuery query) {
            return ofQuery(query);
        } else if (insert.source() instanceof DefaultValues) {
            return ofDefaults();
        }
        throw translation.unplayed("insert what a procedure returns", line);
    }

    private String ofRows(List<List<Expression>> rows) throws Refusal {
        if (rows.size() > MOST_ROWS) {
            throw translation.refusal(10738, line, MOST_ROWS);
        }
        var count = rows.get(0).size();
        for (var row : rows) {
            if (row.size() != count) {
                throw translation.refusal(10709, line);
            }
        }
        var written = columns.of(insert.columns(), count, line);
        if (written.size() != count) {
            throw insert.columns().isEmpty()
                    ? translation.refusal(213, line)
                    : translation.refusal(written.size() > count ? 109 : 110, line);
        }
        var omitted = omitted(written);
        var texts = texts(rows, written);
        if (omitted.isEmpty() && written.isEmpty()) {
            return "INSERT INTO " + target.engineName() + " DEFAULT VALUES";
        }
        var all = new StringJoiner(", ");
        for (var row : texts) {
            var one = new StringJoiner(", ", "(", ")");
            row.forEach(one::add);
            for (var column : omitted) {
                one.add(values.ofDefault(column));
            }
            all.add(one.toString());
        }
        return "INSERT INTO " + target.engineName() + names(written, omitted) + " VALUES " + all;
    }

    private List<List<String>> texts(List<List<Expression>> rows, List<TableColumn> written) throws Refusal {
        var scope = new TableScope(site, List.of());
        var texts = new ArrayList<List<String>>();
        rows.forEach(row -> texts.add(new ArrayList<>()));
        for (var i = 0; i < written.size(); i++) {
            var column = written.get(i);
            var typed = new ArrayList<Optional<Typed>>();
            for (var row : rows) {
                typed.add(value(row.get(i), column, scope));
            }
            var given = typed.stream().flatMap(Optional::stream).toList();
            var isJoint = rows.size() > 1 && given.stream().anyMatch(value -> !value.isNull());
            for (var j = 0; j < typed.size(); j++) {
                var value = typed.get(j);
                if (value.isEmpty()) {
                    texts.get(j).add(values.ofDefault(column));
                } else {
                    var joint =
                            isJoint ? Expressions.converted(value.get(), TypeRules.joint(given), scope) : value.get();
                    texts.get(j).add(values.assigned(value.get().isNull() ? value.get() : joint, column));
                }
            }
        }
        return texts;
    }

    /** Empty for {@code DEFAULT}. */
    private Optional<Typed> value(Expression expression, TableColumn column, TableScope scope) throws Refusal {
        if (expression instanceof Expression.Default) {
            if (column.identity().isPresent()) {
                throw translation.refusal(339, line);
            }
            return Optional.empty();
        }
        columns.requireWritable(column, line);
        return Optional.of(values.value(expression, scope, Place.VALUES));
    }

    private String ofQuery(OfQuery source) throws Refusal {
        var rows = new QueryBody(site).ofInsert(source.query());
        var found = rows.columns();
        var written = columns.of(insert.columns(), found.size(), line);
        if (written.size() != found.size()) {
            throw insert.columns().isEmpty()
                    ? translation.refusal(213, line)
                    : translation.refusal(written.size() > found.size() ? 120 : 121, line);
        }
        var alias = translation.alias();
        var items = new StringJoiner(", ");
        for (var i = 0; i < written.size(); i++) {
            columns.requireWritable(written.get(i), line);
            var value = found.get(i).value();
            var seen = new Typed(alias + "." + Rowset.place(i), value.type(), value.nullable(), value.isNull());
            items.add(values.assigned(seen, written.get(i)));
        }
        var omitted = omitted(written);
        for (var column : omitted) {
            items.add(values.ofDefault(column));
        }
        var limit = new RowLimits(site).top(insert.top(), false, line);
        return "INSERT INTO " + target.engineName() + names(written, omitted) + " SELECT " + items + " FROM ("
                + rows.text() + ") " + alias + limit;
    }

    private String ofDefaults() throws Refusal {
        if (columns.isExplicit()) {
            throw translation.refusal(545, line, target.table().name());
        }
        var omitted = omitted(List.of());
        if (omitted.isEmpty()) {
            return "INSERT INTO " + target.engineName() + " DEFAULT VALUES";
        }
        var row = new StringJoiner(", ", "(", ")");
        for (var column : omitted) {
            row.add(values.ofDefault(column));
        }
        return "INSERT INTO " + target.engineName() + names(List.of(), omitted) + " VALUES " + row;
    }

    /** The columns that are not named and get something nevertheless. */
    private List<TableColumn> omitted(List<TableColumn> written) {
        return target.table().columns().stream()
                .filter(column -> !written.contains(column))
                .filter(column -> column.defaultValue().isPresent())
                .toList();
    }

    private static String names(List<TableColumn> written, List<TableColumn> omitted) {
        var names = new StringJoiner(", ", "(", ")");
        written.forEach(column -> names.add(EngineNames.quoted(column.name())));
        omitted.forEach(column -> names.add(EngineNames.quoted(column.name())));
        return names.toString();
    }
}
