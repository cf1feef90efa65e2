package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.RowChange.Merge;
import io.emrops.testkit.sqlserver.syntax.RowChange.Merge.Match;
import io.emrops.testkit.sqlserver.syntax.RowChange.Merge.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads MERGE from its first word on. */
final class MergeParser {
    private final Parsers parsers;
    private final TokenCursor cursor;
    private final RowChangeParser changes;

    MergeParser(Parsers parsers, RowChangeParser changes) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
        this.changes = changes;
    }

    RowChange merge(List<Query.CommonTable> with) throws Refusal {
        var line = cursor.line();
        cursor.require("MERGE");
        if (cursor.at("TOP")) {
            throw parsers.refusal(Unsupported.MERGE_TOP);
        }
        cursor.accept("INTO");
        var target = changes.target();
        var alias = cursor.at("USING")
                ? Optional.<String>empty()
                : parsers.queries().lists().alias(false);
        cursor.require("USING");
        var source = parsers.sources().source();
        cursor.require("ON");
        var on = parsers.conditions().condition();
        var branches = new ArrayList<When>();
        do {
            branches.add(branch());
        } while (cursor.at("WHEN"));
        var output = changes.output();
        parsers.hints().changeOptions();
        if (!cursor.at(';')) {
            throw parsers.refusal(Rule.MERGE_WITHOUT_SEMICOLON);
        }
        return new Merge(with, target, alias, source, on, branches, output, line);
    }

    private When branch() throws Refusal {
        cursor.require("WHEN");
        var match = match();
        var condition =
                cursor.accept("AND") ? Optional.of(parsers.conditions().condition()) : Optional.<Condition>empty();
        cursor.require("THEN");
        if (match == Match.NOT_MATCHED) {
            if (cursor.at("UPDATE") || cursor.at("DELETE")) {
                throw parsers.refusal(
                        Rule.MERGE_CHANGES_UNMATCHED, cursor.here().text().toUpperCase(Locale.ROOT));
            }
            return insert(condition);
        }
        if (cursor.at("INSERT")) {
            throw parsers.refusal(
                    Rule.MERGE_INSERTS_MATCHED, match == Match.MATCHED ? "WHEN MATCHED" : "WHEN NOT MATCHED BY SOURCE");
        }
        if (cursor.accept("DELETE")) {
            return new When(match, condition, List.of(), List.of(), List.of(), true);
        }
        cursor.require("UPDATE");
        cursor.require("SET");
        return new When(match, condition, changes.assignments(), List.of(), List.of(), false);
    }

    private Match match() throws Refusal {
        if (cursor.accept("MATCHED")) {
            return Match.MATCHED;
        }
        cursor.require("NOT");
        cursor.require("MATCHED");
        if (!cursor.accept("BY") || cursor.accept("TARGET")) {
            return Match.NOT_MATCHED;
        }
        cursor.require("SOURCE");
        return Match.NOT_MATCHED_BY_SOURCE;
    }

    /** A row of defaults has no values. */
    private When insert(Optional<Condition> condition) throws Refusal {
        cursor.require("INSERT");
        if (cursor.accept("DEFAULT")) {
            cursor.require("VALUES");
            return new When(Match.NOT_MATCHED, condition, List.of(), List.of(), List.of(), false);
        }
        var columns = parsers.queries().lists().namesInBrackets();
        cursor.require("VALUES");
        cursor.require('(');
        var values = new ArrayList<Expression>();
        do {
            values.add(parsers.expressions().expressionOrDefault());
        } while (cursor.accept(','));
        cursor.require(')');
        return new When(Match.NOT_MATCHED, condition, List.of(), columns, values, false);
    }
}
