package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.TableSource.Join;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what stands in FROM. */
final class TableSourceParser {
    private static final Map<String, Unsupported> UNSUPPORTED = Map.ofEntries(
            Map.entry("OPENJSON", Unsupported.JSON),
            Map.entry("OPENXML", Unsupported.OPENXML),
            Map.entry("OPENROWSET", Unsupported.REMOTE_DATA),
            Map.entry("OPENQUERY", Unsupported.REMOTE_DATA),
            Map.entry("OPENDATASOURCE", Unsupported.REMOTE_DATA),
            Map.entry("CONTAINSTABLE", Unsupported.FULL_TEXT),
            Map.entry("FREETEXTTABLE", Unsupported.FULL_TEXT),
            Map.entry("SEMANTICKEYPHRASETABLE", Unsupported.SEMANTIC_SEARCH),
            Map.entry("SEMANTICSIMILARITYTABLE", Unsupported.SEMANTIC_SEARCH),
            Map.entry("SEMANTICSIMILARITYDETAILSTABLE", Unsupported.SEMANTIC_SEARCH),
            Map.entry("CHANGETABLE", Unsupported.CHANGE_TRACKING),
            Map.entry("PREDICT", Unsupported.PREDICTION));

    private static final Set<String> JOIN_HINTS = Set.of("LOOP", "HASH", "MERGE", "REMOTE");

    private final Parsers parsers;
    private final TokenCursor cursor;

    TableSourceParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
    }

    /** Sources with commas between them. */
    List<TableSource> sources() throws Refusal {
        var sources = new ArrayList<TableSource>();
        do {
            sources.add(source());
        } while (cursor.accept(','));
        return sources;
    }

    /** One source and whatever is joined to it. */
    TableSource source() throws Refusal {
        var source = primary();
        var links = 0;
        while (isAtJoin()) {
            links = parsers.link(links);
            source = joined(source);
        }
        return source;
    }

    /** The name of a table, a view or whatever else; one of another server is refused. */
    ObjectName name() throws Refusal {
        if (cursor.at(1, '.') && cursor.at(2, '.') && cursor.at(3, '.')) {
            throw parsers.refusal(Unsupported.FOUR_PART_NAMES);
        }
        var name = cursor.objectName();
        if (cursor.at('.')) {
            throw parsers.refusal(Unsupported.FOUR_PART_NAMES);
        }
        return name;
    }

    private boolean isAtJoin() {
        return cursor.at("JOIN")
                || cursor.at("INNER")
                || cursor.at("LEFT")
                || cursor.at("RIGHT")
                || cursor.at("FULL")
                || cursor.at("CROSS")
                || (cursor.at("OUTER") && cursor.at(1, "APPLY"));
    }

    private TableSource joined(TableSource left) throws Refusal {
        if (cursor.accept("OUTER", "APPLY")) {
            return new TableSource.Apply(true, left, primary());
        }
        if (cursor.accept("CROSS")) {
            if (cursor.accept("APPLY")) {
                return new TableSource.Apply(false, left, primary());
            }
            cursor.require("JOIN");
            return new Join(Join.Kind.CROSS, left, primary(), Optional.empty());
        }
        var kind = kind();
        parsers.enter();
        var right = primary();
        while (isAtJoin()) {
            right = joined(right);
        }
        parsers.leave();
        cursor.require("ON");
        return new Join(kind, left, right, Optional.of(parsers.conditions().condition()));
    }

    private Join.Kind kind() throws Refusal {
        if (cursor.accept("JOIN")) {
            return Join.Kind.INNER;
        }
        var kind = Join.Kind.INNER;
        if (!cursor.accept("INNER")) {
            kind = outerKind();
            cursor.accept("OUTER");
        }
        if (JOIN_HINTS.contains(cursor.here().text().toUpperCase(Locale.ROOT))) {
            cursor.require(Kind.WORD);
        }
        cursor.require("JOIN");
        return kind;
    }

    private Join.Kind outerKind() throws Refusal {
        if (cursor.accept("LEFT")) {
            return Join.Kind.LEFT;
        }
        if (cursor.accept("RIGHT")) {
            return Join.Kind.RIGHT;
        }
        cursor.require("FULL");
        return Join.Kind.FULL;
    }

    private TableSource primary() throws Refusal {
        var source = unpivoted();
        if (cursor.at("PIVOT")) {
            throw parsers.refusal(Unsupported.PIVOT);
        }
        if (cursor.at("UNPIVOT")) {
            throw parsers.refusal(Unsupported.UNPIVOT);
        }
        if (cursor.at("TABLESAMPLE")) {
            throw parsers.refusal(Unsupported.TABLESAMPLE);
        }
        return source;
    }

    private TableSource unpivoted() throws Refusal {
        if (cursor.at('(')) {
            return bracket();
        }
        if (cursor.at(Kind.VARIABLE)) {
            return variable();
        }
        var line = cursor.line();
        var word = cursor.here().text().toUpperCase(Locale.ROOT);
        if (cursor.at(Kind.WORD) && UNSUPPORTED.containsKey(word) && cursor.at(1, '(')) {
            throw parsers.refusal(UNSUPPORTED.get(word));
        }
        var name = name();
        if (cursor.at('(') && !parsers.hints().isAtOldHints()) {
            return function(name, line);
        }
        if (cursor.at("FOR") && (cursor.at(1, "SYSTEM_TIME") || cursor.at(1, "PATH"))) {
            throw parsers.refusal(cursor.at(1, "PATH") ? Unsupported.GRAPH : Unsupported.TEMPORAL_TABLES);
        }
        if (parsers.hints().isAtOldHints()) {
            var hints = Set.copyOf(parsers.hints().tableHints(true));
            return new TableSource.Named(name, alias(), hints, line);
        }
        var alias = alias();
        if (cursor.at("TABLESAMPLE")) {
            throw parsers.refusal(Unsupported.TABLESAMPLE);
        }
        return new TableSource.Named(name, alias, Set.copyOf(parsers.hints().tableHints(true)), line);
    }

    private Optional<String> alias() throws Refusal {
        return parsers.queries().lists().alias(false);
    }

    private TableSource variable() throws Refusal {
        var line = cursor.line();
        var variable = cursor.require(Kind.VARIABLE).text();
        if (cursor.at('.')) {
            throw parsers.refusal(Unsupported.METHODS);
        }
        return new TableSource.OfVariable(variable, alias(), line);
    }

    private TableSource function(ObjectName name, int line) throws Refusal {
        cursor.require('(');
        parsers.enter();
        var arguments = new ArrayList<Expression>();
        if (!cursor.at(')')) {
            do {
                arguments.add(parsers.expressions().expressionOrDefault());
            } while (cursor.accept(','));
        }
        cursor.require(')');
        parsers.leave();
        if (cursor.at('.')) {
            throw parsers.refusal(Unsupported.METHODS);
        }
        if (cursor.at("WITH") && cursor.at(1, '(')) {
            throw parsers.refusal(Unsupported.JSON);
        }
        var alias = alias();
        var columns = alias.isPresent() ? parsers.queries().lists().namesInBrackets() : List.<String>of();
        return new TableSource.Function(name, arguments, alias, columns, line);
    }

    /** A query with a name, rows with a name, or a join. */
    private TableSource bracket() throws Refusal {
        cursor.require('(');
        parsers.enter();
        requireNoRowChange();
        TableSource source;
        if (cursor.accept("VALUES")) {
            var rows = parsers.queries().lists().rows();
            close();
            source = new TableSource.Rows(
                    rows, requiredAlias(), parsers.queries().lists().namesInBrackets());
        } else if (cursor.at("SELECT") || isAtNestedQuery()) {
            var query = parsers.queries().subquery();
            close();
            source = new TableSource.Derived(
                    query, requiredAlias(), parsers.queries().lists().namesInBrackets());
        } else {
            source = source();
            close();
        }
        return source;
    }

    private void close() throws Refusal {
        cursor.require(')');
        parsers.leave();
    }

    private String requiredAlias() throws Refusal {
        cursor.accept("AS");
        return cursor.name();
    }

    void requireNoRowChange() throws Refusal {
        if (cursor.at("INSERT") || cursor.at("UPDATE") || cursor.at("DELETE") || cursor.at("MERGE")) {
            throw parsers.refusal(Unsupported.NESTED_ROW_CHANGE);
        }
    }

    /** Whether a bracket holds a query, and not a derived table of a join, whose name would follow its own bracket. */
    private boolean isAtNestedQuery() {
        var ahead = 0;
        while (cursor.at(ahead, '(')) {
            ahead++;
        }
        if (ahead == 0 || !cursor.at(ahead, "SELECT")) {
            return false;
        }
        var depth = 0;
        ahead = 0;
        do {
            depth += cursor.at(ahead, '(') ? 1 : cursor.at(ahead, ')') ? -1 : 0;
            ahead++;
        } while (depth > 0 && cursor.peek(ahead) != null);
        return cursor.at(ahead, ')')
                || cursor.at(ahead, "UNION")
                || cursor.at(ahead, "EXCEPT")
                || cursor.at(ahead, "INTERSECT")
                || cursor.at(ahead, "ORDER");
    }
}
