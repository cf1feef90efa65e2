package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import java.util.List;
import java.util.Optional;

/** What has a value ("Expressions (Transact-SQL)"). What is true, false or unknown is a {@link Condition}: the language keeps them apart. */
public sealed interface Expression {
    /** A constant ("Constants (Transact-SQL)"). */
    record Literal(Kind kind, String text) implements Expression {
        /** How it is written; its type follows from that and from the text. */
        public enum Kind {
            /** {@code 12}; of more than ten digits or too large for int a numeric. */
            INTEGER,
            /** {@code 1.5}. */
            DECIMAL,
            /** {@code 1e3}. */
            FLOAT,
            /** {@code $1.50}, without its sign. */
            MONEY,
            /** {@code 'text'}, without its quotes. */
            STRING,
            /** {@code N'text'}, without its quotes. */
            NATIONAL_STRING,
            /** {@code 0xFF}, without its {@code 0x}. */
            BINARY,
            /** {@code NULL}; the text is empty. */
            NULL
        }
    }

    /**
     * A column, as it is named.
     *
     * @param qualifier what stands before the last point, outermost first; may be empty
     * @param name the last part
     * @param line from 1, for messages
     */
    record ColumnReference(List<String> qualifier, String name, int line) implements Expression {
        /** Copies the list. */
        public ColumnReference {
            qualifier = List.copyOf(qualifier);
        }
    }

    /** A local variable or a parameter, with its {@code @}. */
    record Variable(String name, int line) implements Expression {}

    /** A function without brackets, with its {@code @@}. */
    record GlobalVariable(String name, int line) implements Expression {}

    /** A sign or {@code ~} before an expression. */
    record Unary(Operator operator, Expression operand) implements Expression {
        /** What it does to its operand. */
        public enum Operator {
            /** {@code +}. */
            PLUS,
            /** {@code -}. */
            MINUS,
            /** {@code ~}. */
            BITWISE_NOT
        }
    }

    /** Two expressions with an operator between them. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {
        /** In the order of their precedence, groups of which are the same. */
        public enum Operator {
            /** {@code *}. */
            MULTIPLY("*"),
            /** {@code /}. */
            DIVIDE("/"),
            /** {@code %}. */
            MODULO("%"),
            /** {@code +}: of numbers, texts, and of a time and days. */
            ADD("+"),
            /** {@code -}. */
            SUBTRACT("-"),
            /** {@code &}. */
            BITWISE_AND("&"),
            /** {@code ^}. */
            BITWISE_XOR("^"),
            /** {@code |}. */
            BITWISE_OR("|");

            private final String sign;

            Operator(String sign) {
                this.sign = sign;
            }

            /** As it is written. */
            public String sign() {
                return sign;
            }
        }
    }

    /** {@code CASE x WHEN y THEN z … ELSE e END}. */
    record SimpleCase(Expression input, List<When> branches, Optional<Expression> otherwise) implements Expression {
        /** One of its branches. */
        public record When(Expression value, Expression result) {}

        /** Copies the list. */
        public SimpleCase {
            branches = List.copyOf(branches);
        }
    }

    /** {@code CASE WHEN c THEN z … ELSE e END}, and {@code IIF(c, z, e)}. */
    record SearchedCase(List<When> branches, Optional<Expression> otherwise) implements Expression {
        /** One of its branches. */
        public record When(Condition condition, Expression result) {}

        /** Copies the list. */
        public SearchedCase {
            branches = List.copyOf(branches);
        }
    }

    /**
     * A function of the server, of whichever kind: {@code COUNT(*)}, {@code DATEADD(day, 1, d)}, {@code CURRENT_TIMESTAMP}.
     *
     * @param name in upper case; with its schema if it has one, as in {@code DBO.F}
     * @param arguments a word such as {@code day} is a {@link ColumnReference}; a {@code *} is none, see {@code star}
     * @param distinct of an aggregate
     * @param star whether its only argument is {@code *}
     * @param withinGroup the order of {@code WITHIN GROUP}; empty if there is none
     */
    record Call(
            String name,
            List<Expression> arguments,
            boolean distinct,
            boolean star,
            List<Query.Order> withinGroup,
            Optional<Window> over,
            int line)
            implements Expression {
        /** Copies the lists. */
        public Call {
            arguments = List.copyOf(arguments);
            withinGroup = List.copyOf(withinGroup);
        }
    }

    /**
     * {@code OVER (…)}.
     *
     * @param frame {@code ROWS …} or {@code RANGE …} in upper case, with single blanks; empty if there is none
     */
    record Window(List<Expression> partition, List<Query.Order> order, String frame) {
        /** Copies the lists. */
        public Window {
            partition = List.copyOf(partition);
            order = List.copyOf(order);
        }
    }

    /**
     * {@code CAST}, {@code CONVERT}, {@code TRY_CAST}, {@code TRY_CONVERT}.
     *
     * @param attempt whether a value that cannot be converted is NULL
     * @param style of {@code CONVERT}
     */
    record Cast(Expression value, TypeName type, boolean attempt, Optional<Expression> style) implements Expression {}

    /** {@code x COLLATE name}. */
    record Collated(Expression value, String collation) implements Expression {}

    /** {@code (SELECT …)} that has one row and one column. */
    record Subquery(Query query) implements Expression {}

    /** {@code NEXT VALUE FOR sequence}. */
    record NextValue(ObjectName sequence) implements Expression {}

    /** {@code DEFAULT}, where a row is written. */
    record Default() implements Expression {}
}
