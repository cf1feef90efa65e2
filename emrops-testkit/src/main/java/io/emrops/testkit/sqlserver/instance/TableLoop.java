package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.AdminStatement;
import io.emrops.testkit.sqlserver.statement.ProcedureCall;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code sp_MSforeachtable}, which the vendor does not document: one command of administration, done for each table that stands for its question mark. */
final class TableLoop {
    private final Instance instance;
    private final Caller caller;
    private final Values values;

    TableLoop(Instance instance, Caller caller, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.values = values;
    }

    /** Does one statement. */
    @FunctionalInterface
    interface Step {
        Outcome run(AdminStatement statement) throws Refusal, IOException;
    }

    Outcome run(ProcedureCall call, Step step) throws Refusal, IOException {
        if (call.arguments().size() != 1) {
            throw new IllegalArgumentException("this instance does one command for each table");
        }
        var argument = call.arguments().get(0);
        if (!(argument.name().isEmpty() || argument.name().equalsIgnoreCase("@command1"))
                || argument.value() instanceof Operand.Placeholder) {
            throw new IllegalArgumentException("this instance knows @command1 of sp_MSforeachtable");
        }
        List<NamedTable> tables;
        synchronized (instance) {
            tables = NamedTable.all(instance, caller, call.procedure().database());
        }
        var said = new ArrayList<SqlError>();
        for (var named : tables) {
            var table = "[" + named.table().schema() + "].[" + named.table().name() + "]";
            for (var statement : read(values.text(argument.value()).replace("?", table))) {
                said.addAll(step.run(statement).messages());
            }
        }
        return Outcome.of(said);
    }

    private List<AdminStatement> read(String command) {
        if (new Recogniser(instance.majorVersion()).recognise(command) instanceof Recognition.Recognised recognised
                && recognised.rest().isBlank()) {
            return recognised.statements();
        }
        throw new IllegalArgumentException("this instance does nothing like this for each table: " + command);
    }
}
