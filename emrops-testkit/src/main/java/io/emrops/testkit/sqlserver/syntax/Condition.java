package io.emrops.testkit.sqlserver.syntax;

import java.util.List;
import java.util.Optional;

/** What is true, false or unknown ("Search condition (Transact-SQL)"). */
public sealed interface Condition {
    /** How two values compare. */
    enum Comparator {
        /** {@code =}. */
        EQUAL("="),
        /** {@code <>} or {@code !=}. */
        NOT_EQUAL("<>"),
        /** {@code <}. */
        LESS("<"),
        /** {@code <=} or {@code !>}. */
        LESS_OR_EQUAL("<="),
        /** {@code >}. */
        GREATER(">"),
        /** {@code >=} or {@code !<}. */
        GREATER_OR_EQUAL(">=");

        private final String sign;

        Comparator(String sign) {
            this.sign = sign;
        }

        /** As it is written. */
        public String sign() {
            return sign;
        }
    }

    /** {@code a = b}. */
    record Comparison(Comparator comparator, Expression left, Expression right) implements Condition {}

    /** {@code a > ALL (SELECT …)}; {@code SOME} is {@code ANY}. */
    record Quantified(Comparator comparator, Expression left, boolean all, Query query) implements Condition {}

    /** {@code x [NOT] BETWEEN a AND b}. */
    record Between(Expression value, Expression low, Expression high, boolean negated) implements Condition {}

    /** {@code x [NOT] IN (a, b)}. */
    record InList(Expression value, List<Expression> list, boolean negated) implements Condition {
        /** Copies the list. */
        public InList {
            list = List.copyOf(list);
        }
    }

    /** {@code x [NOT] IN (SELECT …)}. */
    record InQuery(Expression value, Query query, boolean negated) implements Condition {}

    /** {@code x [NOT] LIKE p ESCAPE e}. */
    record Like(Expression value, Expression pattern, Optional<Expression> escape, boolean negated)
            implements Condition {}

    /** {@code x IS [NOT] NULL}. */
    record IsNull(Expression value, boolean negated) implements Condition {}

    /** {@code x IS [NOT] DISTINCT FROM y}, since 2022. */
    record IsDistinct(Expression left, Expression right, boolean negated) implements Condition {}

    /** {@code EXISTS (SELECT …)}. */
    record Exists(Query query) implements Condition {}

    /** {@code UPDATE(column)} and what else only triggers have is refused before; this is {@code NOT c}. */
    record Not(Condition condition) implements Condition {}

    /** {@code a AND b}. */
    record And(Condition left, Condition right) implements Condition {}

    /** {@code a OR b}. */
    record Or(Condition left, Condition right) implements Condition {}
}
