package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Grows expressions, conditions and queries, of limited size; all on line 1. */
class AnyQuery {
    private static final List<String> NAMES = List.of("a", "Bett", "order", "x y", "]", "ä", "value", "t1");
    private static final List<String> FUNCTIONS =
            List.of("DATEADD", "LEFT", "COALESCE", "COUNT", "DBO.F", "STRING_AGG");
    private static final List<TypeName> TYPES = List.of(
            new TypeName("int", List.of(), 1),
            new TypeName("varchar", List.of("max"), 1),
            new TypeName("decimal", List.of("10", "2"), 1),
            new TypeName("double precision", List.of(), 1),
            new TypeName("character varying", List.of("5"), 1));
    private static final List<Literal> LITERALS = List.of(
            new Literal(Literal.Kind.INTEGER, "0"),
            new Literal(Literal.Kind.INTEGER, "99999999999"),
            new Literal(Literal.Kind.DECIMAL, "1.50"),
            new Literal(Literal.Kind.DECIMAL, ".5"),
            new Literal(Literal.Kind.FLOAT, "1e-3"),
            new Literal(Literal.Kind.MONEY, "2.5"),
            new Literal(Literal.Kind.STRING, "it's"),
            new Literal(Literal.Kind.STRING, ""),
            new Literal(Literal.Kind.NATIONAL_STRING, "ü -- no"),
            new Literal(Literal.Kind.BINARY, "00fF"),
            new Literal(Literal.Kind.NULL, ""));

    private final Random random;
    private int budget;

    AnyQuery(long seed, int budget) {
        this.random = new Random(seed);
        this.budget = budget;
    }

    Random random() {
        return random;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    boolean maybe() {
        return random.nextInt(3) == 0;
    }

    <T> Optional<T> optional(Supplier<T> what) {
        return maybe() ? Optional.of(what.get()) : Optional.empty();
    }

    <T> List<T> some(int most, Supplier<T> what) {
        var list = new ArrayList<T>();
        for (var left = 1 + random.nextInt(most); left > 0; left--) {
            list.add(what.get());
        }
        return list;
    }

    <T> List<T> perhapsSome(int most, Supplier<T> what) {
        return maybe() ? some(most, what) : List.of();
    }

    String name() {
        return one(NAMES);
    }

    String variable() {
        return one(List.of("@v", "@P0", "@long_name"));
    }

    TypeName type() {
        return one(TYPES);
    }

    ObjectName objectName() {
        return switch (random.nextInt(4)) {
            case 0 -> new ObjectName(name(), name(), name());
            case 1 -> new ObjectName(name(), "", name());
            case 2 -> new ObjectName("", name(), name());
            default -> new ObjectName("", "", name());
        };
    }

    Expression expression() {
        if (--budget < 0) {
            return simple();
        }
        return switch (random.nextInt(14)) {
            case 0 -> new Expression.Unary(one(List.of(Expression.Unary.Operator.values())), expression());
            case 1, 2, 3 ->
                new Expression.Binary(one(List.of(Expression.Binary.Operator.values())), expression(), expression());
            case 4 ->
                new Expression.SimpleCase(
                        expression(),
                        some(2, () -> new Expression.SimpleCase.When(expression(), expression())),
                        optional(this::expression));
            case 5 ->
                new Expression.SearchedCase(
                        some(2, () -> new Expression.SearchedCase.When(condition(), expression())),
                        optional(this::expression));
            case 6, 7 -> call();
            case 8 -> {
                var style = optional(this::expression);
                yield new Expression.Cast(expression(), type(), maybe(), style);
            }
            case 9 -> new Expression.Collated(expression(), "Latin1_General_CS_AS");
            case 10 -> new Expression.Subquery(subquery());
            default -> simple();
        };
    }

    private Expression simple() {
        return switch (random.nextInt(8)) {
            case 0 -> new Expression.Variable(variable(), 1);
            case 1 -> new Expression.GlobalVariable("@@ROWCOUNT", 1);
            case 2 -> new Expression.NextValue(objectName());
            case 3, 4 -> new Expression.ColumnReference(perhapsSome(3, this::name), name(), 1);
            case 5 -> new Expression.Call("CURRENT_TIMESTAMP", List.of(), false, false, List.of(), Optional.empty(), 1);
            default -> one(LITERALS);
        };
    }

    private Expression call() {
        var star = maybe();
        var function = one(FUNCTIONS);
        var distinct = !star && function.equals("COUNT") && maybe();
        return new Expression.Call(
                function,
                star ? List.of() : some(3, this::expression),
                distinct,
                star,
                perhapsSome(2, this::order),
                optional(this::window),
                1);
    }

    private Expression.Window window() {
        var frames = List.of("", "ROWS UNBOUNDED PRECEDING", "RANGE BETWEEN 2 PRECEDING AND CURRENT ROW");
        return new Expression.Window(perhapsSome(2, this::expression), perhapsSome(2, this::order), one(frames));
    }

    private Query.Order order() {
        return new Query.Order(expression(), maybe());
    }

    Condition condition() {
        if (--budget < 0) {
            return new Condition.IsNull(simple(), maybe());
        }
        var comparator = one(List.of(Condition.Comparator.values()));
        return switch (random.nextInt(14)) {
            case 0 -> new Condition.Quantified(comparator, expression(), maybe(), subquery());
            case 1 -> new Condition.Between(expression(), expression(), expression(), maybe());
            case 2 -> new Condition.InList(expression(), some(3, this::expression), maybe());
            case 3 -> new Condition.InQuery(expression(), subquery(), maybe());
            case 4 -> new Condition.Like(expression(), expression(), optional(this::expression), maybe());
            case 5 -> new Condition.IsNull(expression(), maybe());
            case 6 -> new Condition.IsDistinct(expression(), expression(), maybe());
            case 7 -> new Condition.Exists(subquery());
            case 8 -> new Condition.Not(condition());
            case 9, 10 -> new Condition.And(condition(), condition());
            case 11 -> new Condition.Or(condition(), condition());
            default -> new Condition.Comparison(comparator, expression(), expression());
        };
    }

    Query query() {
        return query(body(), maybe());
    }

    /** Has an order only if it has a reason for it. */
    Query subquery() {
        var body = body();
        return query(body, body instanceof Query.Select select && select.top().isPresent() && maybe());
    }

    private Query query(Query.Body body, boolean ordered) {
        if (!ordered) {
            return new Query(body, List.of(), Optional.empty(), Optional.empty());
        }
        var top = body instanceof Query.Select select && select.top().isPresent();
        var offset = top ? Optional.<Expression>empty() : optional(this::expression);
        var fetch = offset.isPresent() ? optional(this::expression) : Optional.<Expression>empty();
        return new Query(body, some(2, this::order), offset, fetch);
    }

    private Query.Body body() {
        if (random.nextInt(5) > 0) {
            return select();
        }
        var kind = one(List.of(Query.Combination.Kind.values()));
        var body = new Query.Combination(kind, term(), term());
        return maybe() ? new Query.Combination(kind, body, term()) : body;
    }

    private Query.Body term() {
        return maybe() ? new Query.Nested(body()) : select();
    }

    private Query.Select select() {
        return new Query.Select(
                maybe(),
                optional(this::top),
                some(3, this::item),
                Optional.empty(),
                perhapsSome(2, this::source),
                optional(this::condition),
                perhapsSome(2, this::expression),
                optional(this::condition),
                1);
    }

    private Query.Top top() {
        return new Query.Top(expression(), maybe(), maybe());
    }

    Query.Item item() {
        return maybe()
                ? new Query.AllColumns(perhapsSome(2, this::name), 1)
                : new Query.Value(expression(), optional(this::name));
    }

    TableSource source() {
        if (--budget < 0) {
            return new TableSource.Named(objectName(), optional(this::name), Set.of(), 1);
        }
        return switch (random.nextInt(8)) {
            case 0 -> new TableSource.OfVariable(variable(), optional(this::name), 1);
            case 1 -> new TableSource.Derived(subquery(), name(), perhapsSome(2, this::name));
            case 2 ->
                new TableSource.Rows(List.of(List.of(expression(), expression())), name(), perhapsSome(2, this::name));
            case 3 -> {
                var alias = optional(this::name);
                var columns = alias.isPresent() ? perhapsSome(2, this::name) : List.<String>of();
                yield new TableSource.Function(objectName(), some(2, this::expression), alias, columns, 1);
            }
            case 4 -> {
                var kind = one(List.of(TableSource.Join.Kind.values()));
                var on = kind == TableSource.Join.Kind.CROSS ? Optional.<Condition>empty() : Optional.of(condition());
                yield new TableSource.Join(kind, source(), source(), on);
            }
            case 5 -> new TableSource.Apply(maybe(), source(), source());
            default ->
                new TableSource.Named(
                        objectName(), optional(this::name), maybe() ? Set.of("NOLOCK", "READPAST") : Set.of(), 1);
        };
    }

    Query.CommonTable commonTable() {
        return new Query.CommonTable(name(), perhapsSome(2, this::name), subquery());
    }
}
