package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes another expression of one, from the outermost part inwards. Queries inside of it stay as they are, and so does what is so deep
 * that its translation is refused.
 */
final class Rewriting {
    private static final int DEEPEST = 500;

    private final Rule rule;
    private int depth;

    Rewriting(Rule rule) {
        this.rule = rule;
    }

    /** What to put for a part. */
    @FunctionalInterface
    interface Rule {
        /** @return empty to go on with the parts of this one */
        Optional<Expression> replaced(Expression part) throws Refusal;
    }

    Expression of(Expression expression) throws Refusal {
        if (depth >= DEEPEST) {
            return expression;
        }
        depth++;
        try {
            var replaced = rule.replaced(expression);
            return replaced.isPresent() ? replaced.get() : inside(expression);
        } finally {
            depth--;
        }
    }

    private Expression inside(Expression expression) throws Refusal {
        if (expression instanceof Expression.Unary unary) {
            return new Expression.Unary(unary.operator(), of(unary.operand()));
        } else if (expression instanceof Expression.Binary binary) {
            return new Expression.Binary(binary.operator(), of(binary.left()), of(binary.right()));
        } else if (expression instanceof Expression.SimpleCase simple) {
            var branches = new ArrayList<Expression.SimpleCase.When>();
            for (var when : simple.branches()) {
                branches.add(new Expression.SimpleCase.When(of(when.value()), of(when.result())));
            }
            return new Expression.SimpleCase(of(simple.input()), branches, optional(simple.otherwise()));
        } else if (expression instanceof Expression.SearchedCase searched) {
            var branches = new ArrayList<Expression.SearchedCase.When>();
            for (var when : searched.branches()) {
                branches.add(new Expression.SearchedCase.When(of(when.condition()), of(when.result())));
            }
            return new Expression.SearchedCase(branches, optional(searched.otherwise()));
        } else if (expression instanceof Expression.Call call) {
            return call(call);
        } else if (expression instanceof Expression.Cast cast) {
            return new Expression.Cast(of(cast.value()), cast.type(), cast.attempt(), optional(cast.style()));
        } else if (expression instanceof Expression.Collated collated) {
            return new Expression.Collated(of(collated.value()), collated.collation());
        }
        return expression;
    }

    private Expression call(Expression.Call call) throws Refusal {
        Optional<Expression.Window> over = Optional.empty();
        if (call.over().isPresent()) {
            var window = call.over().get();
            over = Optional.of(new Expression.Window(all(window.partition()), orders(window.order()), window.frame()));
        }
        return new Expression.Call(
                call.name(),
                all(call.arguments()),
                call.distinct(),
                call.star(),
                orders(call.withinGroup()),
                over,
                call.line());
    }

    List<Expression> all(List<Expression> expressions) throws Refusal {
        var all = new ArrayList<Expression>();
        for (var expression : expressions) {
            all.add(of(expression));
        }
        return all;
    }

    private List<Query.Order> orders(List<Query.Order> orders) throws Refusal {
        var all = new ArrayList<Query.Order>();
        for (var order : orders) {
            all.add(new Query.Order(of(order.expression()), order.descending()));
        }
        return all;
    }

    private Optional<Expression> optional(Optional<Expression> expression) throws Refusal {
        return expression.isPresent() ? Optional.of(of(expression.get())) : Optional.empty();
    }

    Condition of(Condition condition) throws Refusal {
        if (depth >= DEEPEST) {
            return condition;
        }
        depth++;
        try {
            return inside(condition);
        } finally {
            depth--;
        }
    }

    private Condition inside(Condition condition) throws Refusal {
        if (condition instanceof Condition.Comparison c) {
            return new Condition.Comparison(c.comparator(), of(c.left()), of(c.right()));
        } else if (condition instanceof Condition.Quantified c) {
            return new Condition.Quantified(c.comparator(), of(c.left()), c.all(), c.query());
        } else if (condition instanceof Condition.Between c) {
            return new Condition.Between(of(c.value()), of(c.low()), of(c.high()), c.negated());
        } else if (condition instanceof Condition.InList c) {
            return new Condition.InList(of(c.value()), all(c.list()), c.negated());
        } else if (condition instanceof Condition.InQuery c) {
            return new Condition.InQuery(of(c.value()), c.query(), c.negated());
        } else if (condition instanceof Condition.Like c) {
            return new Condition.Like(of(c.value()), of(c.pattern()), optional(c.escape()), c.negated());
        } else if (condition instanceof Condition.IsNull c) {
            return new Condition.IsNull(of(c.value()), c.negated());
        } else if (condition instanceof Condition.IsDistinct c) {
            return new Condition.IsDistinct(of(c.left()), of(c.right()), c.negated());
        } else if (condition instanceof Condition.Not c) {
            return new Condition.Not(of(c.condition()));
        } else if (condition instanceof Condition.And c) {
            return new Condition.And(of(c.left()), of(c.right()));
        } else if (condition instanceof Condition.Or c) {
            return new Condition.Or(of(c.left()), of(c.right()));
        }
        return condition;
    }
}
