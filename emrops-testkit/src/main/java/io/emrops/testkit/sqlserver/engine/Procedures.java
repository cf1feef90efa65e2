package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.engine.ApplicationLocks.Mode;
import io.emrops.testkit.sqlserver.engine.Raised.Reach;
import io.emrops.testkit.sqlserver.expression.TypeNames;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.ParameterDeclaration;
import io.emrops.testkit.sqlserver.syntax.Statement.ExecuteProcedure;
import io.emrops.testkit.sqlserver.syntax.Statement.ExecuteProcedure.Argument;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The procedures of the system that are played: {@code sp_executesql}, and the locks of applications. */
final class Procedures {
    private static final Duration MOMENT = Duration.ofMillis(5);

    private final Conversation conversation;
    private final BatchInterpreter interpreter;
    private final Variables variables;

    Procedures(Conversation conversation, BatchInterpreter interpreter, Variables variables) {
        this.conversation = conversation;
        this.interpreter = interpreter;
        this.variables = variables;
    }

    void execute(ExecuteProcedure call) throws Raised, IOException {
        var name = call.procedure().name().toLowerCase(Locale.ROOT);
        var status = switch (name) {
            case "sp_executesql" -> executeSql(call);
            case "sp_getapplock" ->
                getLock(values(call, List.of("@resource", "@lockmode", "@lockowner", "@locktimeout", "@dbprincipal")));
            case "sp_releaseapplock" -> releaseLock(values(call, List.of("@resource", "@lockowner", "@dbprincipal")));
            case "sp_unprepare", "sp_cursorunprepare", "sp_cursorclose", "sp_reset_connection", "sp_updatestats" -> 0;
            default -> throw unknown(call);
        };
        if (call.result().isPresent()) {
            if (!variables.isDeclared(call.result().get())) {
                throw interpreter.undeclared(call.result().get(), call.line());
            }
            variables.set(call.result().get(), status);
        }
    }

    private Raised unknown(ExecuteProcedure call) {
        var parts = call.procedure();
        var written = (parts.schema().isEmpty() ? "" : parts.schema() + ".") + parts.name();
        var error = parts.name().toLowerCase(Locale.ROOT).startsWith("sp_")
                ? SqlError.of(50_000, 16, "The simulated server does not have the procedure " + written + ".")
                : conversation.engine().message(2812, written).withState(62);
        return new Raised(List.of(error.in("", call.line())), Reach.STATEMENT);
    }

    private Map<String, @Nullable Object> values(ExecuteProcedure call, List<String> names) throws Raised, IOException {
        var values = new HashMap<String, @Nullable Object>();
        for (var i = 0; i < call.arguments().size(); i++) {
            var argument = call.arguments().get(i);
            if (argument.name().isEmpty() && i >= names.size()) {
                throw tooMany(call);
            }
            var name =
                    argument.name().isEmpty() ? names.get(i) : argument.name().toLowerCase(Locale.ROOT);
            if (!names.contains(name)) {
                throw new Raised(
                        List.of(conversation
                                .engine()
                                .message(8145, argument.name(), call.procedure().name())
                                .in("", call.line())),
                        Reach.STATEMENT);
            }
            values.put(name, interpreter.value(argument.value(), call.line()));
        }
        return values;
    }

    private Raised tooMany(ExecuteProcedure call) {
        return new Raised(
                List.of(conversation
                        .engine()
                        .message(8144, call.procedure().name())
                        .in("", call.line())),
                Reach.STATEMENT);
    }

    private int executeSql(ExecuteProcedure call) throws Raised, IOException {
        var arguments = call.arguments();
        var text = arguments.isEmpty()
                ? null
                : interpreter.value(arguments.get(0).value(), SqlType.NVARCHAR_MAX, call.line());
        var declarations = arguments.size() < 2
                ? ""
                : String.valueOf(interpreter.value(arguments.get(1).value(), SqlType.NVARCHAR_MAX, call.line()));
        var own = new Variables();
        var parameters = parameters(declarations);
        var handed = new HashMap<String, Argument>();
        for (var i = 2; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (argument.name().isEmpty() && i - 2 >= parameters.size()) {
                throw tooMany(call);
            }
            var name = argument.name().isEmpty() ? parameters.get(i - 2).name() : argument.name();
            handed.put(name.toUpperCase(Locale.ROOT), argument);
        }
        for (var parameter : parameters) {
            declare(own, parameter, handed.get(parameter.name().toUpperCase(Locale.ROOT)), declarations, call);
        }
        var inner = interpreter.nested(text == null ? "" : text.toString(), own);
        for (var parameter : parameters) {
            var argument = handed.get(parameter.name().toUpperCase(Locale.ROOT));
            if (argument != null && argument.output() && argument.value() instanceof Expression.Variable variable) {
                variables.set(
                        variable.name(),
                        own.value(parameter.name()).orElseThrow().value());
            }
        }
        var returned = inner.returned();
        return returned == null ? 0 : returned;
    }

    private List<ParameterDeclaration> parameters(String declarations) throws Raised {
        try {
            return declarations.isBlank()
                    ? List.of()
                    : new BatchParser(conversation.engine().instance().majorVersion()).parseParameters(declarations);
        } catch (Refusal e) {
            throw new Raised(e.errors(), Reach.STATEMENT);
        }
    }

    private void declare(
            Variables own,
            ParameterDeclaration parameter,
            @Nullable Argument argument,
            String declarations,
            ExecuteProcedure call)
            throws Raised, IOException {
        var value = argument == null ? parameter.value().orElse(null) : argument.value();
        if (value == null) {
            throw new Raised(
                    List.of(conversation
                            .engine()
                            .message(8178, "(" + declarations + ")", parameter.name())
                            .in("", call.line())),
                    Reach.STATEMENT);
        }
        try {
            var type = TypeNames.forDeclaration(parameter.type(), 1, interpreter.surroundings());
            own.declare(parameter.name(), type, interpreter.value(value, type, call.line()));
        } catch (Refusal e) {
            throw new Raised(e.errors(), Reach.STATEMENT);
        }
    }

    /** ("sp_getapplock (Transact-SQL)"): 0 at once, 1 after waiting, -1 after waiting too long, -999 for what it does not know. */
    private int getLock(Map<String, @Nullable Object> values) throws IOException {
        var mode = Mode.of(text(values, "@lockmode", ""));
        var owner = text(values, "@lockowner", "Transaction");
        var ofTransaction = owner.equalsIgnoreCase("Transaction");
        if (mode.isEmpty() || (ofTransaction && conversation.state().openTransactions() == 0)) {
            return -999;
        }
        var setting = conversation.settings().lockTimeout();
        var most = Long.parseLong(text(values, "@locktimeout", String.valueOf(setting)));
        var began = System.nanoTime();
        var locks = conversation.engine().applicationLocks();
        var waited = false;
        while (!locks.take(conversation.session().spid(), resource(values), mode.get(), ofTransaction)) {
            if (most >= 0
                    && System.nanoTime() - began >= Duration.ofMillis(most).toNanos()) {
                return -1;
            }
            waited = true;
            conversation.reply().pause(MOMENT);
        }
        return waited ? 1 : 0;
    }

    private int releaseLock(Map<String, @Nullable Object> values) {
        var ofTransaction = text(values, "@lockowner", "Transaction").equalsIgnoreCase("Transaction");
        var locks = conversation.engine().applicationLocks();
        if (locks.release(conversation.session().spid(), resource(values), ofTransaction)) {
            return 0;
        }
        return -999;
    }

    private String resource(Map<String, @Nullable Object> values) {
        return conversation.state().database() + "/" + text(values, "@resource", "");
    }

    private static String text(Map<String, @Nullable Object> values, String name, String otherwise) {
        var value = values.get(name);
        return value == null ? otherwise : value.toString();
    }
}
