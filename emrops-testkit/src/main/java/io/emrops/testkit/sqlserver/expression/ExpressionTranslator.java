package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.Binary;
import io.emrops.testkit.sqlserver.syntax.Expression.Call;
import io.emrops.testkit.sqlserver.syntax.Expression.Cast;
import io.emrops.testkit.sqlserver.syntax.Expression.Collated;
import io.emrops.testkit.sqlserver.syntax.Expression.ColumnReference;
import io.emrops.testkit.sqlserver.syntax.Expression.Default;
import io.emrops.testkit.sqlserver.syntax.Expression.GlobalVariable;
import io.emrops.testkit.sqlserver.syntax.Expression.Literal;
import io.emrops.testkit.sqlserver.syntax.Expression.NextValue;
import io.emrops.testkit.sqlserver.syntax.Expression.SearchedCase;
import io.emrops.testkit.sqlserver.syntax.Expression.SimpleCase;
import io.emrops.testkit.sqlserver.syntax.Expression.Subquery;
import io.emrops.testkit.sqlserver.syntax.Expression.Unary;
import io.emrops.testkit.sqlserver.syntax.Expression.Variable;
import io.emrops.testkit.sqlserver.syntax.TypeName;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;

/** Puts the expressions and conditions of one place of a statement into the engine's words. Of one thread. */
public final class ExpressionTranslator {
    private static final int DEEPEST = 150;

    private final Context context;
    private final Place place;
    private final Refused refused;
    private final Literals literals;
    private final Conversions conversions;
    private final Operators operators;
    private int depth;

    /** For a place where everything may stand. */
    public ExpressionTranslator(Context context) {
        this(context, Place.SELECT);
    }

    /** For this place. */
    public ExpressionTranslator(Context context, Place place) {
        this.context = context;
        this.place = place;
        this.refused = new Refused(context.surroundings());
        this.literals = new Literals(refused, context.bindings());
        this.conversions = new Conversions(refused);
        this.operators = new Operators(refused, conversions);
    }

    /** Whether it makes one value of many rows: an aggregate function without {@code OVER}. */
    public static boolean isAggregate(Call call) {
        return Aggregates.isAggregate(call.name()) && call.over().isEmpty();
    }

    /**
     * The expression with its type.
     *
     * @throws Refusal if SQL Server would refuse it, or we do not do it (50000)
     */
    public Typed translate(Expression expression) throws Refusal {
        requireShallow();
        try {
            depth++;
            var typed = translated(expression);
            requireShallow(typed.text());
            return typed;
        } finally {
            depth--;
        }
    }

    private void requireShallow() throws Refusal {
        if (depth >= DEEPEST) {
            throw refused.by(191);
        }
    }

    /** Looked at once, when all of it is there. */
    private void requireShallow(String text) throws Refusal {
        if (depth == 1 && Nesting.isTooDeep(text)) {
            throw refused.by(191);
        }
    }

    private Typed translated(Expression expression) throws Refusal {
        if (expression instanceof Literal literal) {
            return literals.typed(literal);
        } else if (expression instanceof ColumnReference reference) {
            return context.column(reference);
        } else if (expression instanceof Variable variable) {
            return literals.known(context.surroundings()
                    .variable(variable.name())
                    .orElseThrow(() -> refused.at(variable.line(), 137, variable.name())));
        } else if (expression instanceof GlobalVariable global) {
            return literals.known(context.surroundings()
                    .global(global.name())
                    .orElseThrow(() -> refused.notPlayed("know " + global.name())));
        } else if (expression instanceof Unary unary) {
            return unary(unary);
        } else if (expression instanceof Binary binary) {
            return binary(binary);
        } else if (expression instanceof SearchedCase searched) {
            return new Cases(this, conversions, refused).searched(searched);
        } else if (expression instanceof SimpleCase simple) {
            return new Cases(this, conversions, refused).simple(simple);
        } else if (expression instanceof Call call) {
            return new Calls(this, context, conversions, refused).typed(call);
        } else if (expression instanceof Cast cast) {
            return cast(cast);
        } else if (expression instanceof Collated collated) {
            return collated(collated);
        } else if (expression instanceof Subquery subquery) {
            return subquery(subquery);
        } else if (expression instanceof NextValue) {
            throw refused.notPlayed("compute with NEXT VALUE FOR here");
        } else if (expression instanceof Default) {
            throw refused.by(156, "DEFAULT");
        }
        throw new IllegalArgumentException(
                "no expression: " + expression.getClass().getName());
    }

    private Typed unary(Unary unary) throws Refusal {
        if (unary.operator() == Unary.Operator.MINUS
                && unary.operand() instanceof Literal literal
                && literal.kind() == Literal.Kind.INTEGER) {
            return literals.whole(new BigInteger(literal.text()).negate());
        }
        return operators.unary(unary.operator(), translate(unary.operand()));
    }

    /** Without recursion to the left: {@code a + b + c …} can be thousands long. */
    private Typed binary(Binary expression) throws Refusal {
        var spine = new ArrayDeque<Binary>();
        Expression left = expression;
        while (left instanceof Binary binary) {
            spine.push(binary);
            left = binary.left();
        }
        var operands = new ArrayList<Typed>();
        operands.add(translate(left));
        for (var binary : spine) {
            operands.add(translate(binary.right()));
        }
        return operators.chain(spine.stream().map(Binary::operator).toList(), operands, DEEPEST - depth);
    }

    private Typed cast(Cast cast) throws Refusal {
        var value = translate(cast.value());
        var type = typeOf(cast.type());
        if (cast.style().isPresent()) {
            return conversions.styled(value, type, translate(cast.style().get()), cast.attempt());
        }
        return cast.attempt() ? conversions.attempted(value, type) : conversions.explicit(value, type);
    }

    private Typed collated(Collated collated) throws Refusal {
        var value = translate(collated.value());
        if (!TypeKinds.isText(value.type()) && !TypeKinds.isLarge(value.type()) && !value.isNull()) {
            throw refused.by(447, TypeKinds.named(value.type()));
        }
        Collations.of(collated.collation(), refused);
        return value;
    }

    private Typed subquery(Subquery subquery) throws Refusal {
        if (place == Place.AGGREGATE) {
            throw refused.by(130);
        } else if (place == Place.GROUP_BY) {
            throw refused.by(144);
        }
        var columns = context.subquery(subquery.query());
        if (columns.size() != 1) {
            throw refused.by(116);
        }
        var column = columns.get(0);
        return new Typed(column.text(), column.type(), true, false);
    }

    /**
     * The condition, in brackets where it needs them.
     *
     * @throws Refusal if SQL Server would refuse it, or we do not do it (50000)
     */
    public String condition(Condition condition) throws Refusal {
        requireShallow();
        try {
            depth++;
            var text = new ConditionTranslator(this, context, conversions, refused).text(condition);
            requireShallow(text);
            return text;
        } finally {
            depth--;
        }
    }

    /**
     * A value on its way into a column. Its being NULL is for the engine to refuse.
     *
     * @param table with its database and schema, as error 2628 names it
     * @throws Refusal 206, 257 or 260 if its type is not taken
     */
    public Typed assigned(Typed value, SqlType target, String table, String column) throws Refusal {
        return conversions.assigned(value, target, table, column);
    }

    /**
     * A value where another type is wanted and the statement does not say so.
     *
     * @throws Refusal 206 or 257 if it may not be
     */
    public Typed converted(Typed value, SqlType target) throws Refusal {
        return conversions.implicit(value, target);
    }

    /**
     * The type of {@code CAST}, where a text without a length has thirty characters.
     *
     * @throws Refusal 243, 291, 1001, 1002, 131 if there is no such type
     */
    public SqlType typeOf(TypeName name) throws Refusal {
        return TypeNames.forConversion(name, context.surroundings());
    }

    /** What decides the order of these values, and which are the same: the value itself, or a key in its stead. */
    public String ordering(Expression expression) throws Refusal {
        return new Collations(this, refused).key(expression, translate(expression), true);
    }

    /**
     * That values are the same by the server's own collation, where the engine tells which are.
     *
     * @throws Refusal 50000 if another one is named
     */
    public void requireServersCollation(Expression expression) throws Refusal {
        if (!new Collations(this, refused).isServers(expression)) {
            throw refused.notPlayed("group, count or compare by another collation than CI_AS here");
        }
    }

    /** The same context, another place. */
    ExpressionTranslator at(Place other) {
        var translator = new ExpressionTranslator(context, other);
        translator.depth = depth;
        return translator;
    }

    Place place() {
        return place;
    }
}
