package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Place;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.syntax.RowChange;
import io.emrops.testkit.sqlserver.syntax.TableSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which rows of a table an {@code UPDATE} or a {@code DELETE} changes. Where more than the table itself says so, the rows of FROM have one
 * column more: the engine's number of the row.
 *
 * @param source the table as names see it
 * @param scope everything that names can mean
 * @param from in the engine's words; empty if the table itself says all
 * @param derived columns, in upper case, that are no columns of the table, whatever their names
 */
record ChangedRows(
        RowTarget target, Source source, TableScope scope, Optional<String> from, String where, Set<String> derived) {
    static final String ROW = "\"$r\"";
    private static final String SKIPPING = " FOR UPDATE SKIP LOCKED";

    /** The target, the common tables and FROM of a statement. */
    record Parts(
            List<Query.CommonTable> with,
            Optional<Query.Top> top,
            RowChange.Target target,
            List<TableSource> from,
            Optional<Condition> where,
            int line) {}

    static ChangedRows of(Parts parts, Translation translation) throws Refusal {
        var name = parts.target().name();
        var plain = name.schema().isEmpty() && name.database().isEmpty();
        if (plain && parts.from().isEmpty()) {
            for (var table : parts.with()) {
                if (table.name().equalsIgnoreCase(name.name())) {
                    return ofCommonTable(table, parts, translation);
                }
            }
        }
        var site = new Site(translation, CommonTables.of(translation, parts.with()), Optional.empty());
        return parts.from().isEmpty() ? ofTable(parts, site) : ofFrom(parts, site);
    }

    private static ChangedRows ofTable(Parts parts, Site site) throws Refusal {
        var translation = site.translation();
        var target = RowTarget.of(parts.target().name(), translation, 208);
        var isSkipping = isSkipping(parts.target().hints(), translation, parts.line());
        var alias = translation.alias();
        var source = NamedTables.target(target.qualifier(), alias, target.table());
        var scope = new TableScope(site, List.of(source));
        if (isSkipping) {
            var text = free(parts, target, site) + " " + alias;
            return new ChangedRows(target, source, scope, Optional.of(text), "", Set.of());
        }
        return new ChangedRows(target, source, scope, Optional.empty(), where(parts, scope), Set.of());
    }

    /** The rows that nobody else has locked: which they are must be found out and locked in one go. */
    private static String free(Parts parts, RowTarget target, Site site) throws Refusal {
        var alias = site.translation().alias();
        var source = NamedTables.target(target.qualifier(), alias, target.table());
        var where = where(parts, new TableScope(site, List.of(source)));
        var limit = new RowLimits(site).top(parts.top(), false, parts.line());
        return "(SELECT " + alias + ".*, " + alias + "._ROWID_ AS " + ROW + " FROM " + target.engineName() + " " + alias
                + where + limit + SKIPPING + ")";
    }

    /** Whether rows that others have locked are left out. All other hints say what happens anyway. */
    private static boolean isSkipping(Collection<String> hints, Translation translation, int line) throws Refusal {
        var upper = hints.stream().map(Catalogs::upper).collect(Collectors.toSet());
        var isSkipping = upper.remove("READPAST");
        Locks.of(upper, translation, line);
        return isSkipping;
    }

    private static ChangedRows ofFrom(Parts parts, Site site) throws Refusal {
        var translation = site.translation();
        var from = new FromTranslator(site).translate(parts.from(), parts.line());
        var found = named(parts, from.sources(), translation);
        if (found.isEmpty()) {
            return beside(parts, from, site);
        }
        var named = tableOf(found.get(), parts.from(), parts.target().name());
        var target = RowTarget.of(named, translation, 208);
        var before = target.engineName() + " " + found.get().alias();
        if (!from.text().contains(before)) {
            throw translation.unplayed(
                    "change rows of a table of a FULL JOIN or of a common table in FROM", parts.line());
        }
        var text = from.text()
                .replace(
                        before,
                        numbered(target, translation) + " " + found.get().alias());
        var scope = new TableScope(site, from.sources());
        return new ChangedRows(target, found.get(), scope, Optional.of(text), where(parts, scope), Set.of());
    }

    /** The table of FROM that the statement means: by its alias, or by its name if it has none. */
    private static Optional<Source> named(Parts parts, List<Source> sources, Translation translation) throws Refusal {
        var name = parts.target().name();
        if (name.schema().isEmpty() && name.database().isEmpty()) {
            var aliased = sources.stream()
                    .filter(source -> source.name().equalsIgnoreCase(name.name()))
                    .toList();
            if (aliased.size() > 1) {
                throw translation.refusal(8154, parts.line(), name.name());
            }
            if (!aliased.isEmpty()) {
                return aliased.stream().findFirst();
            }
        }
        var target = RowTarget.of(name, translation, 208);
        var same = sources.stream()
                .filter(source -> source.isNamed(target.qualifier()))
                .toList();
        var byTable = new ArrayList<Source>(same);
        if (same.isEmpty()) {
            for (var aliased : tables(parts.from())) {
                if (aliased.alias().isPresent() && isSame(aliased.name(), target, translation)) {
                    sources.stream()
                            .filter(source -> source.name()
                                    .equalsIgnoreCase(aliased.alias().get()))
                            .forEach(byTable::add);
                }
            }
        }
        if (byTable.size() > 1) {
            throw translation.refusal(8154, parts.line(), Refusing.written(name));
        }
        return byTable.stream().findFirst();
    }

    private static boolean isSame(ObjectName name, RowTarget target, Translation translation) {
        try {
            return RowTarget.of(name, translation, 208).engineName().equals(target.engineName());
        } catch (Refusal e) {
            return false;
        }
    }

    private static ObjectName tableOf(Source source, List<TableSource> from, ObjectName written) {
        for (var named : tables(from)) {
            var called = named.alias().orElse(named.name().name());
            if (called.equalsIgnoreCase(source.name())) {
                return named.name();
            }
        }
        return written;
    }

    private static List<TableSource.Named> tables(List<TableSource> from) {
        var tables = new ArrayList<TableSource.Named>();
        from.forEach(source -> collect(source, tables));
        return tables;
    }

    private static void collect(TableSource source, List<TableSource.Named> tables) {
        if (source instanceof TableSource.Named named) {
            tables.add(named);
        } else if (source instanceof TableSource.OfVariable variable) {
            tables.add(new TableSource.Named(
                    new ObjectName("", "", variable.variable()), variable.alias(), Set.of(), variable.line()));
        } else if (source instanceof TableSource.Join join) {
            collect(join.left(), tables);
            collect(join.right(), tables);
        } else if (source instanceof TableSource.Apply apply) {
            collect(apply.left(), tables);
        }
    }

    /** FROM does not have the table itself: each of its rows meets each of FROM. */
    private static ChangedRows beside(Parts parts, From from, Site site) throws Refusal {
        var translation = site.translation();
        var target = RowTarget.of(parts.target().name(), translation, 208);
        var alias = translation.alias();
        var source = NamedTables.target(target.qualifier(), alias, target.table());
        var sources = new ArrayList<>(from.sources());
        sources.add(source);
        var scope = new TableScope(site, sources);
        var text = numbered(target, translation) + " " + alias + ", " + from.text();
        return new ChangedRows(target, source, scope, Optional.of(text), where(parts, scope), Set.of());
    }

    /** The rows of a common table that has no more than some of one table's. */
    private static ChangedRows ofCommonTable(Query.CommonTable table, Parts parts, Translation translation)
            throws Refusal {
        var named = onlyTable(table.query());
        if (named.isEmpty()) {
            throw tooMuch(translation, parts);
        }
        var isSkipping = isSkipping(named.get().hints(), translation, parts.line());
        var query = withoutHints(table.query(), named.get());
        var with = new ArrayList<>(parts.with());
        with.replaceAll(other -> other == table ? new Query.CommonTable(table.name(), table.columns(), query) : other);
        var site = new Site(translation, CommonTables.of(translation, with), Optional.empty());
        var visible = site.commonTables().definition(table.name()).orElseThrow().visible();
        var rows = new QueryBody(new Site(translation, visible, Optional.empty())).inner(query);
        if (!(rows instanceof SelectBody body) || body.distinct() || body.scope() != body.tables()) {
            throw tooMuch(translation, parts);
        }
        var target = RowTarget.of(named.get().name(), translation, 208);
        var inner = body.tables().sources().get(0).alias();
        var text = body.text(body.types(), List.of(inner + "._ROWID_ AS " + ROW)) + (isSkipping ? SKIPPING : "");
        var alias = translation.alias();
        var columns = ColumnNames.given(translation, table.name(), table.columns(), body.columns());
        var source = new Source(List.of(table.name()), alias, ColumnNames.seen(alias, columns));
        var scope = new TableScope(site, List.of(source));
        return new ChangedRows(
                target,
                source,
                scope,
                Optional.of("(" + text + ") " + alias),
                where(parts, scope),
                derived(columns, inner));
    }

    private static Refusal tooMuch(Translation translation, Parts parts) {
        return translation.unplayed(
                "change rows of a common table that is more than some rows of one table", parts.line());
    }

    private static Optional<TableSource.Named> onlyTable(Query query) {
        return query.body() instanceof Query.Select select
                        && select.from().size() == 1
                        && select.from().get(0) instanceof TableSource.Named named
                ? Optional.of(named)
                : Optional.empty();
    }

    private static Query withoutHints(Query query, TableSource.Named named) {
        var select = (Query.Select) query.body();
        var from = new TableSource.Named(named.name(), named.alias(), Set.of(), named.line());
        var plain = new Query.Select(
                select.distinct(),
                select.top(),
                select.items(),
                select.into(),
                List.of(from),
                select.where(),
                select.groupBy(),
                select.having(),
                select.line());
        return new Query(plain, query.order(), query.offset(), query.fetch());
    }

    private static Set<String> derived(List<Output> columns, String alias) {
        return columns.stream()
                .filter(column -> !column.value().text().equals(alias + "." + EngineNames.quoted(column.name())))
                .map(column -> Catalogs.upper(column.name()))
                .collect(Collectors.toSet());
    }

    private static String where(Parts parts, TableScope scope) throws Refusal {
        return parts.where().isPresent()
                ? " WHERE " + Expressions.condition(parts.where().get(), scope, Place.WHERE)
                : "";
    }

    private static String numbered(RowTarget target, Translation translation) {
        var alias = translation.alias();
        return "(SELECT " + alias + ".*, " + alias + "._ROWID_ AS " + ROW + " FROM " + target.engineName() + " " + alias
                + ")";
    }

    /** The same, when the engine can be told only by the numbers of rows. */
    ChangedRows byNumber() {
        return from.isPresent()
                ? this
                : new ChangedRows(
                        target,
                        source,
                        scope,
                        Optional.of(numbered(target, scope.translation()) + " " + source.alias()),
                        where,
                        derived);
    }
}
