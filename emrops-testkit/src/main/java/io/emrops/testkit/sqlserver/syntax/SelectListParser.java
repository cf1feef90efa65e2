package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.ReservedWords;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.tsql.Token;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is selected or given out, and the names that things get. */
final class SelectListParser {
    private final Parsers parsers;
    private final TokenCursor cursor;

    SelectListParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
    }

    List<Query.Item> items(boolean assignments) throws Refusal {
        var items = new ArrayList<Query.Item>();
        do {
            items.add(item(assignments));
        } while (cursor.accept(','));
        return items;
    }

    private Query.Item item(boolean assignments) throws Refusal {
        if (isAtStar()) {
            return star();
        }
        if (assignments && cursor.at(Kind.VARIABLE)) {
            var assignment = assignment();
            if (assignment.isPresent()) {
                return assignment.get();
            }
        }
        if ((cursor.atName() || cursor.at(Kind.STRING)) && cursor.at(1, '=')) {
            var alias = aliasName();
            cursor.require('=');
            return new Query.Value(parsers.expressions().expression(), Optional.of(alias));
        }
        var expression = parsers.expressions().expression();
        return new Query.Value(expression, alias(true));
    }

    private Optional<Query.Item> assignment() throws Refusal {
        var place = cursor.place();
        var line = cursor.line();
        var variable = cursor.require(Kind.VARIABLE).text();
        var operator = parsers.expressions().compoundAssignment();
        if (!cursor.accept('=')) {
            cursor.returnTo(place);
            return Optional.empty();
        }
        return Optional.of(
                new Query.Assignment(variable, operator, parsers.expressions().expression(), line));
    }

    private boolean isAtStar() {
        var ahead = 0;
        while (isName(cursor.peek(ahead)) || cursor.at(ahead, '.')) {
            ahead++;
        }
        return cursor.at(ahead, '*') && (ahead == 0 || cursor.at(ahead - 1, '.'));
    }

    private static boolean isName(@Nullable Token token) {
        return token != null
                && (token.kind() == Kind.QUOTED_NAME
                        || (token.kind() == Kind.WORD && !ReservedWords.contain(token.text())));
    }

    private Query.Item star() throws Refusal {
        var line = cursor.line();
        var qualifier = new ArrayList<String>();
        while (!cursor.accept('*')) {
            qualifier.add(cursor.at('.') && !qualifier.isEmpty() ? "" : cursor.name());
            cursor.require('.');
        }
        return new Query.AllColumns(qualifier, line);
    }

    /** With AS or without; of a column it may be a string. */
    Optional<String> alias(boolean string) throws Refusal {
        if (cursor.accept("AS") || cursor.atName() || (string && cursor.at(Kind.STRING))) {
            return Optional.of(string ? aliasName() : cursor.name());
        }
        return Optional.empty();
    }

    private String aliasName() throws Refusal {
        if (!cursor.at(Kind.STRING)) {
            return cursor.name();
        }
        var token = cursor.require(Kind.STRING);
        if (token.value().isEmpty()) {
            throw cursor.refusal(Rule.NAME_EMPTY, token);
        }
        return token.value();
    }

    /** Names in brackets; none if there are no brackets. */
    List<String> namesInBrackets() throws Refusal {
        var names = new ArrayList<String>();
        if (cursor.accept('(')) {
            do {
                names.add(cursor.name());
            } while (cursor.accept(','));
            cursor.require(')');
        }
        return names;
    }

    /** Rows of values, each in brackets, from behind VALUES on. */
    List<List<Expression>> rows() throws Refusal {
        var rows = new ArrayList<List<Expression>>();
        do {
            cursor.require('(');
            parsers.enter();
            var row = new ArrayList<Expression>();
            do {
                row.add(parsers.expressions().expressionOrDefault());
            } while (cursor.accept(','));
            cursor.require(')');
            parsers.leave();
            if (!rows.isEmpty() && rows.get(0).size() != row.size()) {
                throw cursor.refusal(Rule.ROWS_OF_DIFFERENT_LENGTH, cursor.taken());
            }
            rows.add(row);
        } while (cursor.accept(','));
        return rows;
    }
}
