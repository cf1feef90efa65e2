package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.protocol.RpcCall.Argument;
import io.emrops.testkit.sqlserver.protocol.TokenWriter;
import io.emrops.testkit.sqlserver.script.Parameter;
import io.emrops.testkit.sqlserver.tsql.Lexer;
import io.emrops.testkit.sqlserver.tsql.SqlText;
import io.emrops.testkit.sqlserver.tsql.Token;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The arguments of a call, and what becomes of those that the client wants back. For one answer. */
final class Call {
    private final List<Argument> arguments;
    private final int firstOfClient;
    private final List<Parameter> parameters;
    private final TreeMap<Integer, Output> outputs = new TreeMap<>();
    private final Set<Integer> said = new HashSet<>();

    private record Output(
            String name, SqlType type, @Nullable Object value) {}

    /**
     * A call.
     *
     * @param firstOfClient which argument is the client's first own one; those before say what is to be executed
     * @param declarations of the client's own ones, as in {@code @P0 int,@P1 nvarchar(50)}; may be empty
     */
    Call(List<Argument> arguments, int firstOfClient, String declarations) {
        this.arguments = arguments;
        this.firstOfClient = Math.min(firstOfClient, arguments.size());
        var names = namesIn(declarations);
        parameters = new ArrayList<>();
        for (var i = this.firstOfClient; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            var position = i - this.firstOfClient;
            var name = argument.name().isEmpty() && position < names.size() ? names.get(position) : argument.name();
            parameters.add(new Parameter(name, argument.type(), argument.value(), argument.output()));
            if (argument.output()) {
                outputs.put(i, new Output(argument.name(), argument.type(), argument.value()));
            }
        }
    }

    List<Parameter> parameters() {
        return parameters;
    }

    void output(int index, @Nullable Object value) {
        if (index < 1 || index > arguments.size() - firstOfClient) {
            throw new IllegalArgumentException(
                    "this request has " + (arguments.size() - firstOfClient) + " parameters, no " + index);
        }
        var position = firstOfClient + index - 1;
        var argument = arguments.get(position);
        if (!argument.output()) {
            throw new IllegalArgumentException("the client does not want parameter " + index + " back");
        }
        var checked = value == null ? null : argument.type().require(value);
        outputs.put(position, new Output(argument.name(), argument.type(), checked));
        said.add(position);
    }

    /**
     * A procedure has returned: the variable in {@code EXEC @variable = …} is given its status, unless a value was said.
     *
     * @return whether there is such a variable
     */
    boolean returned(SqlText statement, int status) {
        var variable = returnVariable(statement);
        for (var i = 0; i < parameters.size(); i++) {
            var parameter = parameters.get(i);
            if (parameter.output()
                    && variable.filter(parameter.name()::equalsIgnoreCase).isPresent()) {
                var position = firstOfClient + i;
                if (!said.contains(position)) {
                    outputs.put(position, new Output(arguments.get(position).name(), parameter.type(), status));
                }
                return true;
            }
        }
        return false;
    }

    /** An argument that says what is to be executed is wanted back too. */
    void systemOutput(int position, int value) {
        var name = position < arguments.size() ? arguments.get(position).name() : "";
        outputs.put(position, new Output(name, SqlType.INT, value));
    }

    void writeOutputs(TokenWriter tokens) throws IOException {
        for (var entry : outputs.entrySet()) {
            var output = entry.getValue();
            tokens.returnValue(entry.getKey(), output.name, output.type, output.value);
        }
    }

    private static Optional<String> returnVariable(SqlText statement) {
        var tokens = statement.tokens();
        if (tokens.size() < 3 || !(tokens.get(0).is("EXEC") || tokens.get(0).is("EXECUTE"))) {
            return Optional.empty();
        }
        var next = tokens.get(2).is("OUT") || tokens.get(2).is("OUTPUT") ? 3 : 2;
        return tokens.get(1).kind() == Token.Kind.VARIABLE
                        && next < tokens.size()
                        && tokens.get(next).is('=')
                ? Optional.of(tokens.get(1).text())
                : Optional.empty();
    }

    /** The variables that begin a declaration each. */
    private static List<String> namesIn(String declarations) {
        var names = new ArrayList<String>();
        var depth = 0;
        var begins = true;
        for (var token : Lexer.tokens(declarations)) {
            if (token.is('(')) {
                depth++;
            } else if (token.is(')')) {
                depth--;
            } else if (token.is(',') && depth == 0) {
                begins = true;
            } else if (begins && token.kind() == Token.Kind.VARIABLE) {
                names.add(token.text());
                begins = false;
            }
        }
        return names;
    }
}
