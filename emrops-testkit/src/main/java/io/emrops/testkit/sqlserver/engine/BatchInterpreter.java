package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.engine.Raised.Reach;
import io.emrops.testkit.sqlserver.expression.TypeNames;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.syntax.BatchParser;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.RowChange;
import io.emrops.testkit.sqlserver.syntax.SchemaChange;
import io.emrops.testkit.sqlserver.syntax.Statement;
import io.emrops.testkit.sqlserver.syntax.Statement.ExecuteProcedure;
import io.emrops.testkit.sqlserver.translation.TranslatedQuery;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs the statements of a batch one after the other: control of flow, variables, what is raised and what is caught. */
final class BatchInterpreter {
    private static final int DEEPEST = 32;

    private final Conversation conversation;
    private final Variables variables;
    private final SessionFacts facts;
    private final int depth;
    private final StatementRunner runner;
    private final SessionStatements sessionStatements;
    private final RowStatements rows;
    private final Raising raising;
    private final Procedures procedures;
    private int tries;
    private @Nullable Integer returned;

    /** How a statement ends. */
    private enum Next {
        GO_ON,
        BREAK,
        CONTINUE,
        RETURN
    }

    /** @param depth 0 for what a client sends */
    BatchInterpreter(Conversation conversation, Variables variables, SessionFacts facts, int depth) {
        this.conversation = conversation;
        this.variables = variables;
        this.facts = facts;
        this.depth = depth;
        this.runner = new StatementRunner(conversation, variables, facts);
        this.sessionStatements = new SessionStatements(conversation, variables, facts);
        this.rows = new RowStatements(conversation, variables, runner);
        this.raising = new Raising(conversation, this, facts);
        this.procedures = new Procedures(conversation, this, variables, runner);
    }

    /** What {@code RETURN} says; null if nothing. */
    @Nullable
    Integer returned() {
        return returned;
    }

    /** All of a text. What it raises that is not caught in it is told to the client; what ends more than itself is thrown. */
    void run(String text) throws Raised, IOException {
        if (depth > DEEPEST) {
            throw new Raised(List.of(conversation.engine().message(217, DEEPEST)), Reach.BATCH);
        }
        List<Statement> statements;
        try {
            statements = new BatchParser(conversation.engine().instance().majorVersion()).parse(text);
        } catch (Refusal e) {
            throw new Raised(e.errors(), Reach.SCOPE);
        }
        var declarations = Declarations.of(statements);
        declare(declarations.variables());
        var undeclared = declarations.undeclared(text, variables, conversation.engine());
        if (!undeclared.isEmpty()) {
            throw new Raised(undeclared, Reach.SCOPE);
        }
        var before = conversation.session().temporaries().all();
        try {
            all(statements);
        } finally {
            if (depth > 0 || conversation.request().kind() == Request.Kind.PREPARED) {
                conversation.session().temporaries().keepOnly(before);
            } else {
                conversation.session().temporaries().forgetVariables();
            }
        }
    }

    private Next all(List<Statement> statements) throws Raised, IOException {
        for (var statement : statements) {
            var next = one(statement);
            if (next != Next.GO_ON) {
                return next;
            }
        }
        return Next.GO_ON;
    }

    private Next one(Statement statement) throws Raised, IOException {
        try {
            conversation.control().check();
            var next = run(statement);
            if (!(statement instanceof Statement.Flow) || statement instanceof Statement.Assign) {
                conversation.settings().error(0);
            }
            return next;
        } catch (Raised e) {
            conversation.settings().error(e.last().number());
            if (tries > 0 && e.reach() != Reach.SCOPE) {
                throw e;
            }
            return unhandled(e, statement);
        } catch (IOException e) {
            facts.broken(conversation.settings().isOn("XACT_ABORT"));
            throw e;
        }
    }

    /** Nobody catches it here. */
    private Next unhandled(Raised raised, Statement statement) throws Raised, IOException {
        var aborts = conversation.settings().isOn("XACT_ABORT") && !(statement instanceof Statement.RaiseError);
        if (depth > 0
                || tries > 0
                || raised.reach() != Reach.STATEMENT
                || aborts
                || statement instanceof Statement.Throw) {
            throw aborts ? raised.withReach(Reach.BATCH) : raised;
        }
        Raising.tell(raised, statement, conversation);
        return Next.GO_ON;
    }

    private Next run(Statement statement) throws Raised, IOException {
        if (statement instanceof Statement.Flow flow) {
            return flow(flow);
        } else if (statement instanceof Statement.CheckIdentity check) {
            new IdentityCheck(conversation, this, runner, rows).run(check);
        } else if (statement instanceof Statement.Session session) {
            sessionStatements.run(session, runner);
        } else if (statement instanceof Statement.Select select) {
            rows.select(select);
        } else if (statement instanceof RowChange change) {
            requireNotDoomed(change.line());
            if (!procedures.fills(change)) {
                rows.change(change);
            }
        } else if (statement instanceof SchemaChange change) {
            requireNotDoomed(change.line());
            rows.change(change);
        }
        return Next.GO_ON;
    }

    private void requireNotDoomed(int line) throws Raised {
        if (facts.doomed()) {
            throw new Raised(List.of(conversation.engine().message(3930).in("", line)), Reach.STATEMENT);
        }
    }

    private Next flow(Statement.Flow flow) throws Raised, IOException {
        if (flow instanceof Statement.Block block) {
            return all(block.statements());
        } else if (flow instanceof Statement.If choice) {
            if (holds(choice.condition(), choice.line())) {
                return one(choice.then());
            }
            return choice.otherwise().isPresent() ? one(choice.otherwise().get()) : Next.GO_ON;
        } else if (flow instanceof Statement.While loop) {
            return loop(loop);
        } else if (flow instanceof Statement.Break) {
            return Next.BREAK;
        } else if (flow instanceof Statement.Continue) {
            return Next.CONTINUE;
        } else if (flow instanceof Statement.Return end) {
            if (end.value().isPresent()) {
                var value = value(end.value().get(), SqlType.INT, end.line());
                returned = value == null ? Integer.valueOf(0) : (Integer) value;
            }
            return Next.RETURN;
        } else if (flow instanceof Statement.Try attempt) {
            return attempt(attempt);
        } else if (flow instanceof Statement.Throw raise) {
            raising.raise(raise);
        } else if (flow instanceof Statement.RaiseError raise) {
            raising.raise(raise);
        } else if (flow instanceof Statement.Print print) {
            raising.print(print);
        } else if (flow instanceof Statement.WaitFor wait) {
            sessionStatements.waitFor(wait, this);
        } else if (flow instanceof Statement.Declare declare) {
            initialise(declare);
        } else if (flow instanceof Statement.DeclareTable declare) {
            rows.declare(declare);
        } else if (flow instanceof Statement.Assign assign) {
            assign(assign);
        } else if (flow instanceof Statement.ExecuteText execute) {
            var text = value(execute.text(), SqlType.NVARCHAR_MAX, execute.line());
            nested(text == null ? "" : text.toString(), new Variables());
        } else if (flow instanceof ExecuteProcedure execute) {
            procedures.execute(execute);
        }
        return Next.GO_ON;
    }

    /** A procedure that is called by its name. */
    void call(ExecuteProcedure procedure) throws Raised, IOException {
        procedures.execute(procedure);
    }

    /** A text in a text; what it sets is undone at its end. */
    BatchInterpreter nested(String text, Variables own) throws Raised, IOException {
        var inner = new BatchInterpreter(conversation, own, facts, depth + 1);
        var before = conversation.settings().saved();
        try {
            inner.run(text);
            return inner;
        } catch (Raised e) {
            // What gives up the text alone is an error of the statement that runs it.
            throw e.reach() == Reach.SCOPE ? e.withReach(Reach.STATEMENT) : e;
        } finally {
            conversation.settings().restore(before);
        }
    }

    /** A statement that sees other variables. */
    void nested(Statement statement, Variables own) throws Raised, IOException {
        new BatchInterpreter(conversation, own, facts, depth + 1).run(statement);
    }

    private Next loop(Statement.While loop) throws Raised, IOException {
        while (holds(loop.condition(), loop.line())) {
            conversation.control().check();
            var next = one(loop.body());
            if (next == Next.BREAK) {
                return Next.GO_ON;
            } else if (next == Next.RETURN) {
                return next;
            }
        }
        return Next.GO_ON;
    }

    private Next attempt(Statement.Try attempt) throws Raised, IOException {
        tries++;
        try {
            return all(attempt.body());
        } catch (Raised e) {
            if (e.reach() == Reach.SCOPE || e.last().isFatal()) {
                throw e;
            }
            if (e.reach() == Reach.BATCH || conversation.settings().isOn("XACT_ABORT")) {
                facts.doomed(conversation.state().openTransactions() > 0);
            }
            return caught(attempt, e.last());
        } finally {
            tries--;
        }
    }

    /** What the CATCH block raises is not caught by its own TRY. */
    private Next caught(Statement.Try attempt, SqlError error) throws Raised, IOException {
        var before = facts.caught();
        facts.caught(error);
        tries--;
        try {
            return all(attempt.caught());
        } finally {
            tries++;
            facts.caught(before);
        }
    }

    /** All of a text are there from its beginning, in whichever branch they are declared; a loop that comes by again leaves them. */
    private void declare(List<Statement.Declare> all) throws Raised {
        for (var declare : all) {
            if (variables.isDeclared(declare.variable())) {
                throw new Raised(
                        List.of(conversation
                                .engine()
                                .message(134, declare.variable())
                                .in("", declare.line())),
                        Reach.SCOPE);
            }
            try {
                variables.declare(
                        declare.variable(), TypeNames.forDeclaration(declare.type(), 1, surroundings()), null);
            } catch (Refusal e) {
                throw new Raised(e.errors(), Reach.SCOPE);
            }
        }
    }

    private void initialise(Statement.Declare declare) throws Raised, IOException {
        if (declare.value().isPresent()) {
            var type = variables.value(declare.variable()).orElseThrow().type();
            variables.set(declare.variable(), value(declare.value().get(), type, declare.line()));
        }
    }

    private void assign(Statement.Assign assign) throws Raised, IOException {
        var known = variables.value(assign.variable());
        if (known.isEmpty()) {
            throw undeclared(assign.variable(), assign.line());
        }
        var value = assign.operator().isEmpty()
                ? assign.value()
                : new Expression.Binary(
                        assign.operator().get(),
                        new Expression.Variable(assign.variable(), assign.line()),
                        assign.value());
        variables.set(assign.variable(), value(value, known.get().type(), assign.line()));
        conversation.settings().rowCount(1);
    }

    SessionFacts facts() {
        return facts;
    }

    StatementSurroundings surroundings() {
        return new StatementSurroundings(conversation, variables, facts);
    }

    Raised undeclared(String variable, int line) {
        return new Raised(List.of(conversation.engine().message(137, variable).in("", line)), Reach.SCOPE);
    }

    /** The value of an expression, in this type. */
    @Nullable
    Object value(Expression expression, SqlType type, int line) throws Raised, IOException {
        return ask(line, surroundings -> runner.queries(surroundings).scalar(expression, type));
    }

    /** The value of an expression, in its own type. */
    @Nullable
    Object value(Expression expression, int line) throws Raised, IOException {
        return ask(line, surroundings -> runner.queries(surroundings).scalar(expression));
    }

    private boolean holds(Condition condition, int line) throws Raised, IOException {
        var holds = ask(line, surroundings -> runner.queries(surroundings).condition(condition));
        conversation.settings().rowCount(0);
        return holds instanceof Number number ? number.intValue() == 1 : Boolean.TRUE.equals(holds);
    }

    /** A query of one value. */
    private interface Question {
        TranslatedQuery query(StatementSurroundings surroundings) throws Refusal;
    }

    private @Nullable Object ask(int line, Question question) throws Raised, IOException {
        Optional<Object> answer = runner.run(
                "SELECT", line, surroundings -> Optional.ofNullable(runner.value(question.query(surroundings))));
        return answer.orElse(null);
    }
}
