package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Operand;
import java.util.List;
import java.util.Optional;

/**
 * A call of one of the procedures of administration, with or without {@code EXEC} ("EXECUTE (Transact-SQL)"). Which parameters it has
 * is for the procedure to say.
 *
 * @param result the variable for the return code
 */
public record ProcedureCall(Optional<Operand.Variable> result, ObjectName procedure, List<Argument> arguments)
        implements AdminStatement {
    /**
     * A value that is handed over.
     *
     * @param name the parameter's with its {@code @}; empty if its place says which
     * @param value a bare word is a {@link Operand.Name} and means the string
     */
    public record Argument(String name, Operand value, boolean output) {}

    /** Copies the list. */
    public ProcedureCall {
        arguments = List.copyOf(arguments);
    }
}
