package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Table;
import io.emrops.testkit.sqlserver.engine.Raised.Reach;
import io.emrops.testkit.sqlserver.expression.TypeNames;
import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.ProcedureCall;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.ParameterDeclaration;
import io.emrops.testkit.sqlserver.syntax.RowChange;
import io.emrops.testkit.sqlserver.syntax.Statement;
import io.emrops.testkit.sqlserver.syntax.Statement.ExecuteProcedure;
import io.emrops.testkit.sqlserver.syntax.Statement.ExecuteProcedure.Argument;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The procedures of the system that are played. */
final class Procedures {
    private static final int MOST_PARAMETERS = 2100;

    private final Conversation conversation;
    private final BatchInterpreter interpreter;
    private final Variables variables;
    private final StatementRunner runner;

    Procedures(Conversation conversation, BatchInterpreter interpreter, Variables variables, StatementRunner runner) {
        this.conversation = conversation;
        this.interpreter = interpreter;
        this.variables = variables;
        this.runner = runner;
    }

    void execute(ExecuteProcedure call) throws Raised, IOException {
        var name = call.procedure().name().toLowerCase(Locale.ROOT);
        var status = switch (name) {
            case "sp_executesql" -> executeSql(call);
            case "sp_msforeachtable" -> forEachTable(call);
            case "xp_fileexist" -> fileExists(call);
            case "sp_getapplock", "sp_releaseapplock", "sp_updatestats" -> administer(call);
            case "sp_unprepare", "sp_cursorunprepare", "sp_cursorclose" -> forget(name, call);
            case "sp_describe_undeclared_parameters" -> describeParameters(call);
            default -> askCatalog(call);
        };
        if (call.result().isPresent()) {
            if (!variables.isDeclared(call.result().get())) {
                throw interpreter.undeclared(call.result().get(), call.line());
            }
            variables.set(call.result().get(), status);
        }
    }

    /** Parameters that are declared are not played. */
    private int describeParameters(ExecuteProcedure call) throws Raised, IOException {
        if (call.arguments().size() != 1) {
            throw unknown(call);
        }
        var text =
                String.valueOf(interpreter.value(call.arguments().get(0).value(), SqlType.NVARCHAR_MAX, call.line()));
        var query = runner.run(
                "EXECUTE",
                call.line(),
                surroundings -> new UndeclaredParameters(conversation.session(), surroundings.database()).query(text));
        interpreter.nested(query, new Variables());
        return 0;
    }

    private int askCatalog(ExecuteProcedure call) throws Raised, IOException {
        var procedure = CatalogProcedures.named(call.procedure().name()).orElseThrow(() -> unknown(call));
        interpreter.nested(query(procedure, call), arguments(procedure, call));
        return 0;
    }

    /** {@code INSERT … EXEC} of a procedure of the catalog. @return false if it is another statement */
    boolean fills(RowChange change) throws Raised, IOException {
        if (!(change instanceof RowChange.Insert insert)
                || !(insert.source() instanceof RowChange.OfExecution source)
                || !(source.execution() instanceof ExecuteProcedure call)) {
            return false;
        }
        var procedure = CatalogProcedures.named(call.procedure().name());
        if (procedure.isEmpty()) {
            return false;
        }
        var rows = new RowChange.OfQuery(query(procedure.get(), call).query());
        var filling = new RowChange.Insert(
                insert.with(), insert.top(), insert.target(), insert.columns(), insert.output(), rows, insert.line());
        interpreter.nested(filling, arguments(procedure.get(), call));
        return true;
    }

    private Statement.Select query(CatalogProcedures.Procedure procedure, ExecuteProcedure call) throws Raised {
        try {
            return new BatchParser(conversation.engine().instance().majorVersion()).parseQuery(procedure.query());
        } catch (Refusal e) {
            throw new IllegalStateException("the query of " + call.procedure().name() + " cannot be read", e);
        }
    }

    /** Those that are not given are NULL. */
    private Variables arguments(CatalogProcedures.Procedure procedure, ExecuteProcedure call)
            throws Raised, IOException {
        var type = SqlType.nvarchar(4000);
        var names = procedure.parameters();
        var own = new Variables();
        names.forEach(name -> own.declare(name, type, null));
        if (call.arguments().size() > names.size()) {
            throw tooMany(call);
        }
        for (var i = 0; i < call.arguments().size(); i++) {
            var argument = call.arguments().get(i);
            var name = argument.name().isEmpty() ? names.get(i) : argument.name();
            if (!own.isDeclared(name)) {
                throw raised(8145, call, name, call.procedure().name());
            }
            var value = interpreter.value(argument.value(), type, call.line());
            own.set(name, value);
            if (name.endsWith("_qualifier")
                    && value != null
                    && !value.toString().equalsIgnoreCase(conversation.state().database())) {
                throw raised(15250, call);
            }
        }
        return own;
    }

    private Raised raised(int number, ExecuteProcedure call, Object... values) {
        return new Raised(List.of(conversation.engine().message(number, values).in("", call.line())), Reach.STATEMENT);
    }

    /** What a client that has a handle does by a text: drivers do away with several handles at a time like this. */
    private int forget(String procedure, ExecuteProcedure call) throws Raised, IOException {
        var argument = call.arguments().isEmpty() ? null : call.arguments().get(0);
        var handle = argument == null ? null : interpreter.value(argument.value(), SqlType.INT, call.line());
        var control = conversation.control();
        var refusal = handle instanceof Integer number
                ? procedure.equals("sp_cursorclose") ? control.closeCursor(number) : control.unprepare(number)
                : Optional.of(SqlError.of(50_000, 16, "The simulated server does " + procedure + " with a handle."));
        if (refusal.isPresent()) {
            throw new Raised(List.of(refusal.get().in("", call.line())), Reach.STATEMENT);
        }
        return 0;
    }

    private Raised unknown(ExecuteProcedure call) {
        var parts = call.procedure();
        var written = (parts.schema().isEmpty() ? "" : parts.schema() + ".") + parts.name();
        var error = parts.name().toLowerCase(Locale.ROOT).startsWith("sp_")
                ? SqlError.of(50_000, 16, "The simulated server does not have the procedure " + written + ".")
                : conversation.engine().message(2812, written).withState(62);
        return new Raised(List.of(error.in("", call.line())), Reach.STATEMENT);
    }

    private Raised tooMany(ExecuteProcedure call) {
        return raised(8144, call, call.procedure().name());
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
        if (parameters.size() > MOST_PARAMETERS) {
            throw new Raised(
                    List.of(SqlError.of(50_000, 16, "The simulated server does not take more than 2,100 parameters.")
                            .in("", call.line())),
                    Reach.STATEMENT);
        }
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
        var inner = nestedIn(call.procedure().database(), text == null ? "" : text.toString(), own, call);
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

    /** A text is run in the database that the name of the procedure says. That clients are told of the way there and back is unverified. */
    private BatchInterpreter nestedIn(String database, String text, Variables own, ExecuteProcedure call)
            throws Raised, IOException {
        var here = conversation.state().database();
        if (database.isEmpty() || database.equalsIgnoreCase(here)) {
            return interpreter.nested(text, own);
        }
        enter(database, call);
        try {
            return interpreter.nested(text, own);
        } finally {
            enter(here, call);
        }
    }

    private void enter(String database, ExecuteProcedure call) throws Raised, IOException {
        var refusal = conversation.control().use(database);
        if (refusal.isPresent()) {
            throw new Raised(List.of(refusal.get().in("", call.line())), Reach.STATEMENT);
        }
    }

    /** A procedure that the vendor does not document. The types of its columns are unverified; every directory has a parent. */
    private int fileExists(ExecuteProcedure call) throws Raised, IOException {
        var argument = call.arguments().size() == 1 ? call.arguments().get(0) : null;
        var path = argument == null || argument.output()
                ? null
                : interpreter.value(argument.value(), SqlType.NVARCHAR_MAX, call.line());
        if (path == null) {
            throw new Raised(
                    List.of(SqlError.of(50_000, 16, "The simulated server does xp_fileexist with a path and no more.")
                            .in("", call.line())),
                    Reach.STATEMENT);
        }
        var disk = conversation.engine().instance().disk();
        var directory = path.toString().replace('/', '\\').toUpperCase(Locale.ROOT) + "\\";
        var isDirectory = disk.files().keySet().stream().anyMatch(file -> file.startsWith(directory));
        conversation
                .reply()
                .columns(List.of(
                        Column.of("File Exists", SqlType.INT),
                        Column.of("File is a Directory", SqlType.INT),
                        Column.of("Parent Directory Exists", SqlType.INT)));
        conversation.reply().row(disk.at(path.toString()).isPresent() ? 1 : 0, isDirectory ? 1 : 0, 1);
        return 0;
    }

    /** A procedure that the vendor does not document: a text is run for each table, whose name stands where its question marks do. */
    private int forEachTable(ExecuteProcedure call) throws Raised, IOException {
        var argument = call.arguments().size() == 1 ? call.arguments().get(0) : null;
        if (argument == null || !(argument.name().isEmpty() || argument.name().equalsIgnoreCase("@command1"))) {
            throw new Raised(
                    List.of(SqlError.of(50_000, 16, "The simulated server does one command for each table (@command1).")
                            .in("", call.line())),
                    Reach.STATEMENT);
        }
        var command = String.valueOf(interpreter.value(argument.value(), SqlType.NVARCHAR_MAX, call.line()));
        for (var table : tables(call.line())) {
            interpreter.nested(
                    command.replace("?", "[" + table.schema() + "].[" + table.name() + "]"), new Variables());
        }
        return 0;
    }

    private List<Table> tables(int line) throws Raised, IOException {
        return runner.run(
                "EXECUTE",
                line,
                surroundings -> List.copyOf(new SessionDatabases(conversation.session())
                        .open(surroundings.database())
                        .catalog()
                        .tables()
                        .values()));
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

    /** One that administrators call, whose arguments are values or variables. */
    private int administer(ExecuteProcedure call) throws Raised, IOException {
        var arguments = new ArrayList<ProcedureCall.Argument>();
        for (var argument : call.arguments()) {
            Operand value = argument.value() instanceof Expression.Variable variable
                    ? new Operand.Variable(variable.name())
                    : new Operand.Text(String.valueOf(interpreter.value(argument.value(), call.line())));
            arguments.add(new ProcedureCall.Argument(argument.name(), value, argument.output()));
        }
        return new SessionStatements(conversation, variables, interpreter.facts())
                .administer(new ProcedureCall(Optional.empty(), call.procedure(), arguments), call.line(), runner);
    }
}
