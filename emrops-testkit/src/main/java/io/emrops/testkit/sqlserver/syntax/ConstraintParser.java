package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.Constraint;
import io.emrops.testkit.sqlserver.syntax.TableDefinition.KeyColumn;
import io.emrops.testkit.sqlserver.tsql.Lexer;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads constraints, of a column or of a table. */
final class ConstraintParser {
    private final Parsers parsers;
    private final TokenCursor cursor;
    private final IndexOptionParser options;

    ConstraintParser(Parsers parsers, IndexOptionParser options) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
        this.options = options;
    }

    boolean isAtConstraint() {
        return cursor.at("CONSTRAINT")
                || cursor.at("PRIMARY")
                || cursor.at("UNIQUE")
                || cursor.at("FOREIGN")
                || cursor.at("CHECK")
                || cursor.at("DEFAULT");
    }

    boolean isAtColumnDefault() {
        return cursor.at("DEFAULT") || (cursor.at("CONSTRAINT") && cursor.at(2, "DEFAULT"));
    }

    private Optional<String> constraintName() throws Refusal {
        return cursor.accept("CONSTRAINT") ? Optional.of(cursor.name()) : Optional.empty();
    }

    TableDefinition.DefaultValue defaultValue() throws Refusal {
        var name = constraintName();
        cursor.require("DEFAULT");
        var start = cursor.start();
        var value = parsers.expressions().expression();
        var source = source(start);
        return new TableDefinition.DefaultValue(name, value, source, cursor.accept("WITH", "VALUES"));
    }

    /** Its columns may be named, though there is but one to name. */
    Constraint ofColumn(String column) throws Refusal {
        var name = constraintName();
        if (cursor.at("PRIMARY") || cursor.at("UNIQUE")) {
            var primary = isPrimary();
            var clustered = options.clustered();
            var columns = cursor.at('(') ? keyColumns() : List.of(new KeyColumn(column, false));
            options.ofConstraint();
            return new TableDefinition.Key(name, primary, clustered, columns);
        }
        if (cursor.at("CHECK")) {
            return check(name);
        }
        var columns = List.of(column);
        if (cursor.accept("FOREIGN")) {
            cursor.require("KEY");
            if (cursor.accept('(')) {
                columns = names();
                cursor.require(')');
            }
        }
        return foreignKey(name, columns);
    }

    /** {@code ofAlter} is whether a default may be given to a column. */
    Constraint ofTable(boolean ofAlter) throws Refusal {
        var name = constraintName();
        if (cursor.at("PRIMARY") || cursor.at("UNIQUE")) {
            var primary = isPrimary();
            var clustered = options.clustered();
            var columns = keyColumns();
            options.ofConstraint();
            return new TableDefinition.Key(name, primary, clustered, columns);
        }
        if (cursor.at("CHECK")) {
            return check(name);
        }
        if (ofAlter && cursor.accept("DEFAULT")) {
            var start = cursor.start();
            var value = parsers.expressions().expression();
            var source = source(start);
            cursor.require("FOR");
            var column = cursor.name();
            cursor.accept("WITH", "VALUES");
            return new TableDefinition.DefaultFor(name, value, source, column);
        }
        cursor.require("FOREIGN");
        cursor.require("KEY");
        cursor.require('(');
        var columns = names();
        cursor.require(')');
        return foreignKey(name, columns);
    }

    private boolean isPrimary() throws Refusal {
        if (cursor.accept("UNIQUE")) {
            return false;
        }
        cursor.require("PRIMARY");
        cursor.require("KEY");
        return true;
    }

    List<KeyColumn> keyColumns() throws Refusal {
        cursor.require('(');
        var columns = new ArrayList<KeyColumn>();
        do {
            var name = cursor.name();
            var descending = cursor.accept("DESC");
            if (!descending) {
                cursor.accept("ASC");
            }
            columns.add(new KeyColumn(name, descending));
        } while (cursor.accept(','));
        cursor.require(')');
        return columns;
    }

    List<String> names() throws Refusal {
        var names = new ArrayList<String>();
        do {
            names.add(cursor.name());
        } while (cursor.accept(','));
        return names;
    }

    private Constraint check(Optional<String> name) throws Refusal {
        cursor.require("CHECK");
        skipNotForReplication();
        var start = cursor.start();
        cursor.require('(');
        parsers.enter();
        var condition = parsers.conditions().condition();
        cursor.require(')');
        parsers.leave();
        return new TableDefinition.Check(name, condition, source(start));
    }

    private Constraint foreignKey(Optional<String> name, List<String> columns) throws Refusal {
        cursor.require("REFERENCES");
        var table = parsers.sources().name();
        var referenced = parsers.queries().lists().namesInBrackets();
        var onDelete = Optional.<String>empty();
        var onUpdate = Optional.<String>empty();
        while (cursor.at("ON")) {
            if (onDelete.isEmpty() && cursor.accept("ON", "DELETE")) {
                onDelete = Optional.of(action());
            } else if (onUpdate.isEmpty() && cursor.accept("ON", "UPDATE")) {
                onUpdate = Optional.of(action());
            } else {
                cursor.require("ON");
                throw cursor.unexpected();
            }
        }
        skipNotForReplication();
        return new TableDefinition.ForeignKey(name, columns, table, referenced, onDelete, onUpdate);
    }

    private String action() throws Refusal {
        if (cursor.accept("CASCADE")) {
            return "CASCADE";
        }
        if (cursor.accept("NO", "ACTION")) {
            return "NO ACTION";
        }
        cursor.require("SET");
        if (cursor.accept("NULL")) {
            return "SET NULL";
        }
        cursor.require("DEFAULT");
        return "SET DEFAULT";
    }

    void skipNotForReplication() throws Refusal {
        if (cursor.at("NOT") && cursor.at(1, "FOR")) {
            cursor.accept("NOT", "FOR");
            cursor.require("REPLICATION");
        }
    }

    /** A whole number with or without a sign. */
    long signedNumber() throws Refusal {
        var negative = cursor.accept('-');
        if (!negative) {
            cursor.accept('+');
        }
        var token = cursor.require(Kind.NUMBER);
        if (!token.text().chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            throw cursor.refusal(Rule.UNEXPECTED_TOKEN, token, token.text());
        }
        try {
            return Long.parseLong((negative ? "-" : "") + token.text());
        } catch (NumberFormatException e) {
            throw cursor.refusal(Rule.NUMBER_OUT_OF_RANGE, token, token.text());
        }
    }

    /**
     * What was written from this place on, in the brackets in which the server's catalog shows it: one pair around all, and another
     * around a number. Within it the server would also write names and keywords its own way, which this does not.
     */
    String source(int start) {
        var source = cursor.written(start);
        while (isInBrackets(source)) {
            source = source.substring(1, source.length() - 1).strip();
        }
        return isNumber(source) ? "((" + source + "))" : "(" + source + ")";
    }

    private static boolean isNumber(String source) {
        return source.matches("[0-9]*\\.?[0-9]+");
    }

    /** Whether the first bracket is closed by the last character. */
    private static boolean isInBrackets(String source) {
        var depth = 0;
        for (var token : Lexer.tokens(source)) {
            depth += token.is('(') ? 1 : token.is(')') ? -1 : 0;
            if (depth == 0) {
                return token.is(')') && token.end() == source.length();
            }
        }
        return false;
    }
}
