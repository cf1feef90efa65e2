package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads one statement, whatever it is. */
final class StatementParser {
    private final Parsers parsers;
    private final TokenCursor cursor;
    private final RowChangeParser changes;
    private final MergeParser merges;
    private final SchemaChangeParser schemas;
    private final ExecuteParser executions;
    private final SessionParser sessions;
    private final FlowParser flows;
    private final VariableParser variables;
    private int first;

    StatementParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
        this.changes = new RowChangeParser(parsers);
        this.merges = new MergeParser(parsers, changes);
        this.schemas = new SchemaChangeParser(parsers);
        this.executions = new ExecuteParser(parsers);
        this.sessions = new SessionParser(parsers);
        this.flows = new FlowParser(parsers, this);
        this.variables = new VariableParser(parsers, schemas.definitions());
    }

    /** The statement that begins here; one that is written for several, such as DECLARE, is several. */
    List<Statement> statements() throws Refusal {
        if (cursor.atEnd() || cursor.at(Kind.UNTERMINATED)) {
            throw cursor.unexpected();
        }
        var line = cursor.line();
        var administration = Recogniser.statementAt(cursor);
        if (administration.isPresent()) {
            return List.of(new Statement.Administration(administration.get(), line));
        }
        if (cursor.at("WITH")) {
            return List.of(withCommonTables());
        }
        if (cursor.at("SELECT") || isAtQueryInBrackets()) {
            return List.of(select(List.of(), line));
        }
        var unsupported = Unsupported.beginning(this::isAt);
        if (unsupported.isPresent() && !(cursor.at("DBCC") && cursor.at(1, "CHECKIDENT"))) {
            throw parsers.refusal(unsupported.get());
        }
        if (cursor.at("DROP")) {
            return schemas.drop();
        }
        if (cursor.at("SET")) {
            return variables.isAtAssignment() ? List.of(variables.assignment()) : sessions.settings();
        }
        if (cursor.at("DECLARE")) {
            return variables.declarations();
        }
        return List.of(statement());
    }

    private Statement statement() throws Refusal {
        var word = cursor.here().text().toUpperCase(Locale.ROOT);
        if (cursor.at(Kind.WORD)) {
            switch (word) {
                case "INSERT":
                    return changes.insert(List.of());
                case "UPDATE":
                    return changes.update(List.of());
                case "DELETE":
                    return changes.delete(List.of());
                case "MERGE":
                    return merges.merge(List.of());
                case "TRUNCATE":
                    return changes.truncate();
                case "CREATE":
                    return schemas.create(cursor.place() == first);
                case "ALTER":
                    return schemas.alter(cursor.place() == first);
                case "EXEC", "EXECUTE":
                    return executions.statement();
                default:
                    break;
            }
        }
        var session = sessions.statement();
        if (session.isPresent()) {
            return session.get();
        }
        var flow = flows.statement();
        if (flow.isPresent()) {
            return flow.get();
        }
        if (cursor.atName() && cursor.at(1, ':') && !cursor.at(2, ':')) {
            throw parsers.refusal(Unsupported.GOTO);
        }
        if (cursor.at('{')) {
            throw parsers.refusal(Unsupported.ODBC_ESCAPES);
        }
        if (cursor.place() == first && cursor.atName()) {
            return executions.implied();
        }
        throw cursor.unexpected();
    }

    VariableParser variables() {
        return variables;
    }

    /** All statements of a text. */
    List<Statement> batch() throws Refusal {
        cursor.skip(';');
        first = cursor.place();
        var statements = sequence();
        if (!cursor.atEnd()) {
            throw cursor.unexpected();
        }
        return statements;
    }

    /** Statements up to the end of the text or of a block. What must follow a semicolon is refused where there is none. */
    List<Statement> sequence() throws Refusal {
        var statements = new ArrayList<Statement>();
        var fresh = true;
        while (true) {
            fresh |= cursor.at(';');
            cursor.skip(';');
            if (cursor.atEnd() || (cursor.at("END") && !cursor.at(1, "CONVERSATION"))) {
                return statements;
            }
            if (!fresh && (cursor.at("WITH") || cursor.at("THROW"))) {
                throw cursor.unexpected();
            }
            statements.addAll(statements());
            fresh = false;
        }
    }

    private boolean isAt(List<String> words) {
        for (var i = 0; i < words.size(); i++) {
            if (!cursor.at(i, words.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isAtQueryInBrackets() {
        var ahead = 0;
        while (cursor.at(ahead, '(')) {
            ahead++;
        }
        return ahead > 0 && cursor.at(ahead, "SELECT");
    }

    private Statement withCommonTables() throws Refusal {
        var line = cursor.line();
        var with = parsers.queries().commonTables();
        if (cursor.at("INSERT")) {
            return changes.insert(with);
        }
        if (cursor.at("UPDATE")) {
            return changes.update(with);
        }
        if (cursor.at("DELETE")) {
            return changes.delete(with);
        }
        return cursor.at("MERGE") ? merges.merge(with) : select(with, line);
    }

    Statement.Select select(List<Query.CommonTable> with, int line) throws Refusal {
        var query = parsers.queries().query();
        return new Statement.Select(with, query, parsers.hints().queryOptions(), line);
    }
}
