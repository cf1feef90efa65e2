package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.statement.AdminStatement;
import java.util.List;
import java.util.Optional;

/** A statement of a batch. Those that change rows are in {@link RowChange}, those that change tables in {@link SchemaChange}. */
public sealed interface Statement permits Statement.Flow, Statement.Session, Statement.Select, RowChange, SchemaChange {
    /** Where it begins, from 1. */
    int line();

    /** Control of flow and variables. */
    sealed interface Flow extends Statement {}

    /** Transactions, settings, the database, and administration. */
    sealed interface Session extends Statement {}

    /**
     * {@code WITH … SELECT … OPTION (…)}.
     *
     * @param maxRecursion of {@code OPTION (MAXRECURSION n)}
     */
    record Select(List<Query.CommonTable> with, Query query, Optional<Integer> maxRecursion, int line)
            implements Statement {
        /** Copies the list. */
        public Select {
            with = List.copyOf(with);
        }
    }

    /** {@code BEGIN … END}, or one statement after {@code IF}. */
    record Block(List<Statement> statements, int line) implements Flow {
        /** Copies the list. */
        public Block {
            statements = List.copyOf(statements);
        }
    }

    /** {@code IF c … ELSE …}. */
    record If(Condition condition, Statement then, Optional<Statement> otherwise, int line) implements Flow {}

    /** {@code WHILE c …}. */
    record While(Condition condition, Statement body, int line) implements Flow {}

    /** {@code BREAK}. */
    record Break(int line) implements Flow {}

    /** {@code CONTINUE}. */
    record Continue(int line) implements Flow {}

    /** {@code RETURN}. */
    record Return(Optional<Expression> value, int line) implements Flow {}

    /** {@code BEGIN TRY … END TRY BEGIN CATCH … END CATCH}. */
    record Try(List<Statement> body, List<Statement> caught, int line) implements Flow {
        /** Copies the lists. */
        public Try {
            body = List.copyOf(body);
            caught = List.copyOf(caught);
        }
    }

    /** {@code THROW number, text, state}; all empty to throw again what was caught. */
    record Throw(List<Expression> arguments, int line) implements Flow {
        /** Copies the list. */
        public Throw {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code RAISERROR (text, severity, state, …) WITH NOWAIT}. */
    record RaiseError(List<Expression> arguments, List<String> options, int line) implements Flow {
        /** Copies the lists. */
        public RaiseError {
            arguments = List.copyOf(arguments);
            options = List.copyOf(options);
        }
    }

    /** {@code PRINT e}. */
    record Print(Expression text, int line) implements Flow {}

    /** {@code WAITFOR DELAY e} or {@code WAITFOR TIME e}. */
    record WaitFor(boolean untilTime, Expression when, int line) implements Flow {}

    /** One variable of {@code DECLARE}. */
    record Declare(String variable, TypeName type, Optional<Expression> value, int line) implements Flow {}

    /** {@code DECLARE @t TABLE (…)}. */
    record DeclareTable(String variable, TableDefinition definition, int line) implements Flow {}

    /** {@code SET @v = e}, {@code SET @v += e}. */
    record Assign(String variable, Optional<Expression.Binary.Operator> operator, Expression value, int line)
            implements Flow {}

    /** {@code EXEC ('text' + @more)}: texts and variables one after the other. */
    record ExecuteText(Expression text, int line) implements Flow {}

    /**
     * {@code EXEC @r = procedure @name = value OUTPUT, …}.
     *
     * @param result the variable for what it returns
     */
    record ExecuteProcedure(Optional<String> result, ObjectName procedure, List<Argument> arguments, int line)
            implements Flow {
        /**
         * What is handed over.
         *
         * @param name with its {@code @}; empty if its place says which
         * @param value a bare word is a {@link Expression.Literal} of kind STRING
         */
        public record Argument(String name, Expression value, boolean output) {}

        /** Copies the list. */
        public ExecuteProcedure {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code BEGIN TRANSACTION name WITH MARK 'text'}; the name is a name or a variable, and empty if there is none. */
    record BeginTransaction(String name, Optional<String> mark, int line) implements Session {}

    /** {@code COMMIT}. */
    record Commit(int line) implements Session {}

    /** {@code ROLLBACK}; a name may be a savepoint's; a variable with its {@code @}. */
    record Rollback(String name, int line) implements Session {}

    /** {@code SAVE TRANSACTION name}. */
    record Save(String name, int line) implements Session {}

    /**
     * {@code SET option value}.
     *
     * @param option in upper case, such as {@code XACT_ABORT}, {@code LOCK_TIMEOUT}, {@code TRANSACTION ISOLATION LEVEL}
     * @param value in upper case, as in {@code ON}, {@code READ COMMITTED}, {@code 1000}; of {@code IDENTITY_INSERT} the table, as
     *     written, and {@code ON} or {@code OFF}
     */
    record SetOption(String option, String value, int line) implements Session {}

    /** {@code SET IDENTITY_INSERT table ON}. */
    record SetIdentityInsert(ObjectName table, boolean on, int line) implements Session {}

    /** {@code USE database}. */
    record Use(String database, int line) implements Session {}

    /**
     * {@code DBCC CHECKIDENT} ("DBCC CHECKIDENT (Transact-SQL)").
     *
     * @param reseeds whether the numbering may be moved
     * @param value the number to go on from; empty if it follows from the rows
     * @param quiet {@code NO_INFOMSGS}
     */
    record CheckIdentity(Expression table, boolean reseeds, Optional<Expression> value, boolean quiet, int line)
            implements Session {}

    /** What administrators write. */
    record Administration(AdminStatement statement, int line) implements Session {}
}
