package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.tsql.Token;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads how variables and parameters are declared, and what they are set to. */
final class VariableParser {
    private final Parsers parsers;
    private final TokenCursor cursor;
    private final TableDefinitionParser definitions;

    VariableParser(Parsers parsers, TableDefinitionParser definitions) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
        this.definitions = definitions;
    }

    boolean isAtAssignment() {
        var next = cursor.peek(1);
        return cursor.at("SET") && next != null && next.kind() == Kind.VARIABLE;
    }

    Statement assignment() throws Refusal {
        var line = cursor.line();
        cursor.require("SET");
        var variable = cursor.require(Kind.VARIABLE).text();
        if (cursor.at('.')) {
            throw parsers.refusal(Unsupported.METHODS);
        }
        var operator = parsers.expressions().compoundAssignment();
        cursor.require('=');
        if (cursor.at("CURSOR")) {
            throw parsers.refusal(Unsupported.CURSORS);
        }
        return new Statement.Assign(variable, operator, parsers.expressions().expression(), line);
    }

    /** From DECLARE on. */
    List<Statement> declarations() throws Refusal {
        cursor.require("DECLARE");
        if (cursor.atName() && (cursor.at(1, "CURSOR") || cursor.at(1, "INSENSITIVE") || cursor.at(1, "SCROLL"))) {
            throw parsers.refusal(Unsupported.CURSORS);
        }
        var declarations = new ArrayList<Statement>();
        do {
            declarations.add(declaration());
        } while (cursor.accept(','));
        return declarations;
    }

    private Statement declaration() throws Refusal {
        var line = cursor.line();
        var variable = cursor.require(Kind.VARIABLE).text();
        cursor.accept("AS");
        if (cursor.accept("TABLE")) {
            return new Statement.DeclareTable(variable, definitions.inBrackets(), line);
        }
        var type = parsers.types().type();
        var value = cursor.accept('=') ? Optional.of(parsers.expressions().expression()) : Optional.<Expression>empty();
        return new Statement.Declare(variable, type, value, line);
    }

    /** Of {@code sp_executesql} and its like; a text that says nothing has none. */
    List<ParameterDeclaration> parameters() throws Refusal {
        var parameters = new ArrayList<ParameterDeclaration>();
        if (!cursor.atEnd()) {
            do {
                parameters.add(parameter());
            } while (cursor.accept(','));
        }
        return parameters;
    }

    private ParameterDeclaration parameter() throws Refusal {
        Token name = cursor.require(Kind.VARIABLE);
        cursor.accept("AS");
        var type = parsers.types().type();
        var value = cursor.accept('=') ? Optional.of(parsers.expressions().expression()) : Optional.<Expression>empty();
        var output = cursor.accept("OUTPUT") || cursor.accept("OUT");
        var readOnly = cursor.accept("READONLY");
        return new ParameterDeclaration(name.text(), type, value, output, readOnly);
    }
}
