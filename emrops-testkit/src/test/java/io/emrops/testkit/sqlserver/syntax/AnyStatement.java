package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import io.emrops.testkit.sqlserver.syntax.RowChange.Merge;
import java.util.List;
import java.util.Optional;

/** Grows statements of limited size; not those of administration. */
final class AnyStatement extends AnyQuery {
    private static final List<Statement> PLAIN = List.of(
            new Statement.Return(Optional.empty(), 1),
            new Statement.Print(new Literal(Literal.Kind.STRING, "x"), 1),
            new Statement.WaitFor(false, new Literal(Literal.Kind.STRING, "00:00:01"), 1),
            new Statement.WaitFor(true, new Expression.Variable("@t", 1), 1),
            new Statement.Commit(1),
            new Statement.Rollback("", 1),
            new Statement.Rollback("@save", 1),
            new Statement.Save("here", 1),
            new Statement.BeginTransaction("", Optional.empty(), 1),
            new Statement.BeginTransaction("name", Optional.of("text"), 1),
            new Statement.SetOption("NOCOUNT", "ON", 1),
            new Statement.SetOption("LOCK_TIMEOUT", "-1", 1),
            new Statement.SetOption("TRANSACTION ISOLATION LEVEL", "REPEATABLE READ", 1),
            new Statement.SetOption("DEADLOCK_PRIORITY", "LOW", 1),
            new Statement.SetOption("STATISTICS IO", "OFF", 1),
            new Statement.Use("a b", 1));

    AnyStatement(long seed, int budget) {
        super(seed, budget);
    }

    Statement statement(int depth) {
        return switch (random().nextInt(depth > 0 ? 12 : 8)) {
            case 0, 1 -> rowChange();
            case 2 -> select();
            case 3 -> one(PLAIN);
            case 4 -> assigned();
            case 5 -> called();
            case 6 -> raised();
            case 7 -> new SchemaChange.DropTables(some(2, this::objectName), maybe(), 1);
            case 8 -> new Statement.Block(some(3, () -> statement(depth - 1)), 1);
            case 9 ->
                new Statement.If(
                        condition(), closed(depth), maybe() ? Optional.of(closed(depth)) : Optional.empty(), 1);
            case 10 -> new Statement.While(condition(), closed(depth), 1);
            default ->
                new Statement.Try(some(2, () -> statement(depth - 1)), perhapsSome(2, () -> statement(depth - 1)), 1);
        };
    }

    /** One behind which ELSE or the end of a loop can be told. */
    private Statement closed(int depth) {
        return new Statement.Block(some(2, () -> statement(depth - 1)), 1);
    }

    private Statement select() {
        return new Statement.Select(perhapsSome(2, this::commonTable), query(), optional(() -> 7), 1);
    }

    private Statement assigned() {
        return maybe()
                ? new Statement.Declare(variable(), type(), optional(this::expression), 1)
                : new Statement.Assign(variable(), optional(this::operator), expression(), 1);
    }

    private Expression.Binary.Operator operator() {
        return one(List.of(Expression.Binary.Operator.values()));
    }

    private Statement called() {
        if (maybe()) {
            var text = new Literal(Literal.Kind.STRING, "x");
            var more = new Expression.Variable("@more", 1);
            return new Statement.ExecuteText(
                    maybe() ? text : new Expression.Binary(Expression.Binary.Operator.ADD, text, more), 1);
        }
        var argument = new Statement.ExecuteProcedure.Argument("", new Literal(Literal.Kind.INTEGER, "5"), false);
        var named = new Statement.ExecuteProcedure.Argument("@name", new Expression.Variable("@x", 1), maybe());
        return new Statement.ExecuteProcedure(
                optional(() -> "@result"), objectName(), maybe() ? List.of(argument, named) : List.of(named), 1);
    }

    private Statement raised() {
        var number = new Literal(Literal.Kind.INTEGER, "50001");
        var text = new Literal(Literal.Kind.NATIONAL_STRING, "x");
        var state = new Expression.Variable("@state", 1);
        return maybe()
                ? new Statement.Throw(List.of(number, text, state), 1)
                : new Statement.RaiseError(
                        List.of(text, number, state, text), maybe() ? List.of("NOWAIT", "LOG") : List.of(), 1);
    }

    RowChange rowChange() {
        var with = perhapsSome(2, this::commonTable);
        return switch (random().nextInt(5)) {
            case 0, 1 -> new RowChange.Insert(with, top(), target(), perhapsSome(2, this::name), output(), rows(), 1);
            case 2 ->
                new RowChange.Update(
                        with,
                        top(),
                        target(),
                        some(2, this::assignment),
                        output(),
                        perhapsSome(2, this::source),
                        optional(this::condition),
                        1);
            case 3 ->
                new RowChange.Delete(
                        with, top(), target(), output(), perhapsSome(2, this::source), optional(this::condition), 1);
            default ->
                new Merge(
                        with,
                        target(),
                        optional(this::name),
                        source(),
                        condition(),
                        some(2, this::branch),
                        output(),
                        1);
        };
    }

    private Optional<Query.Top> top() {
        return optional(() -> new Query.Top(expression(), maybe(), false));
    }

    private RowChange.Target target() {
        var name = maybe() ? new ObjectName("", "", variable()) : objectName();
        return new RowChange.Target(name, maybe() ? List.of("TABLOCK", "HOLDLOCK") : List.of());
    }

    private RowChange.Source rows() {
        return switch (random().nextInt(3)) {
            case 0 ->
                new RowChange.Rows(
                        List.of(List.of(expression(), new Expression.Default()), List.of(expression(), expression())));
            case 1 -> new RowChange.OfQuery(query());
            default -> maybe() ? new RowChange.DefaultValues() : new RowChange.OfExecution(called());
        };
    }

    private RowChange.Assignment assignment() {
        var variable = maybe() ? variable() : "";
        var column = !variable.isEmpty() && maybe() ? List.<String>of() : some(3, this::name);
        var value = !column.isEmpty() && maybe() ? new Expression.Default() : expression();
        return new RowChange.Assignment(variable, column, optional(this::operator), value, 1);
    }

    private Optional<RowChange.Output> output() {
        return optional(() -> {
            var into = optional(this::objectName);
            return new RowChange.Output(
                    some(2, this::namedItem), into, into.isPresent() ? perhapsSome(2, this::name) : List.of());
        });
    }

    /** Behind a column without a name of its own, a query in brackets would be arguments. */
    private Query.Item namedItem() {
        return new Query.Value(expression(), Optional.of(name()));
    }

    private Merge.When branch() {
        var match = one(List.of(Merge.Match.values()));
        var condition = optional(this::condition);
        if (match == Merge.Match.NOT_MATCHED) {
            return maybe()
                    ? new Merge.When(match, condition, List.of(), List.of(), List.of(), false)
                    : new Merge.When(
                            match, condition, List.of(), perhapsSome(2, this::name), some(2, this::expression), false);
        }
        return maybe()
                ? new Merge.When(match, condition, List.of(), List.of(), List.of(), true)
                : new Merge.When(match, condition, some(2, this::assignment), List.of(), List.of(), false);
    }
}
