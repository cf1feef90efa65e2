package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.ProcedureCall;
import io.emrops.testkit.sqlserver.syntax.Statement;
import io.emrops.testkit.sqlserver.tsql.Lexer;
import io.emrops.testkit.sqlserver.tsql.Token;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which variables a text declares and which it uses: one that it uses and nobody declares keeps all of it from running. Where in the
 * text it is declared is left to the statement that uses it.
 */
final class Declarations {
    private static final Set<String> BEFORE_TABLES =
            Set.of("FROM", "JOIN", "INTO", "UPDATE", "USING", "MERGE", "INSERT");

    private final List<Statement.Declare> variables = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    private Declarations() {}

    static Declarations of(List<Statement> statements) {
        var declarations = new Declarations();
        statements.forEach(declarations::look);
        return declarations;
    }

    /** In the order of the text. */
    List<Statement.Declare> variables() {
        return variables;
    }

    /** The errors for which the text does not run; empty if it may. */
    List<SqlError> undeclared(String text, Variables declared, Engine engine) {
        var errors = new ArrayList<SqlError>();
        @Nullable Token before = null;
        for (var token : Lexer.tokens(text)) {
            if (token.kind() == Kind.VARIABLE
                    && !known.contains(key(token.text()))
                    && !declared.isDeclared(token.text())) {
                var number = before != null && BEFORE_TABLES.contains(key(before.text())) ? 1087 : 137;
                errors.add(engine.message(number, token.text()).withState(2).in("", line(text, token)));
            }
            before = token;
        }
        return errors;
    }

    private void look(Statement statement) {
        if (statement instanceof Statement.Declare declare) {
            variables.add(declare);
        } else if (statement instanceof Statement.DeclareTable declare) {
            known.add(key(declare.variable()));
        } else if (statement instanceof Statement.Block block) {
            block.statements().forEach(this::look);
        } else if (statement instanceof Statement.If branch) {
            look(branch.then());
            branch.otherwise().ifPresent(this::look);
        } else if (statement instanceof Statement.While loop) {
            look(loop.body());
        } else if (statement instanceof Statement.Try attempt) {
            attempt.body().forEach(this::look);
            attempt.caught().forEach(this::look);
        } else if (statement instanceof Statement.ExecuteProcedure call) {
            call.arguments().forEach(argument -> known.add(key(argument.name())));
        } else if (statement instanceof Statement.Administration administration
                && administration.statement() instanceof ProcedureCall call) {
            call.arguments().forEach(argument -> known.add(key(argument.name())));
        }
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    private static int line(String text, Token token) {
        return 1
                + (int) text.substring(0, token.start())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }
}
