package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression.Binary.Operator;
import io.emrops.testkit.sqlserver.syntax.Expression.Unary;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.util.List;

/** Arithmetic, bits and the putting together of texts ("Arithmetic operators (Transact-SQL)"). */
final class Operators {
    private static final int LONG_CHAIN = 200;

    private final Refused refused;
    private final Conversions conversions;
    private String chain = "";
    private boolean chainsTexts;

    Operators(Refused refused, Conversions conversions) {
        this.refused = refused;
        this.conversions = conversions;
    }

    /**
     * Operands with operators between them, of the same precedence, from the left.
     *
     * @param deepest how far they may nest in the engine's words
     */
    Typed chain(List<Operator> operators, List<Typed> operands, int deepest) throws Refusal {
        if (operators.size() > LONG_CHAIN && isSumOfInts(operators, operands)) {
            return longSum(operators, operands);
        }
        var result = operands.get(0);
        var nested = 0;
        for (var i = 0; i < operators.size(); i++) {
            result = binary(operators.get(i), result, operands.get(i + 1));
            nested += result.text().equals(chain) ? 0 : 1;
            if (nested > deepest) {
                throw refused.by(191);
            }
        }
        return result;
    }

    private static boolean isSumOfInts(List<Operator> operators, List<Typed> operands) {
        return operators.stream().allMatch(operator -> operator == Operator.ADD || operator == Operator.SUBTRACT)
                && operands.stream().allMatch(operand -> operand.type() == SqlType.INT && !operand.isNull());
    }

    /** In one call: the engine would go as deep into it as it is long. */
    private static Typed longSum(List<Operator> operators, List<Typed> operands) {
        var signs = new StringBuilder();
        operators.forEach(operator -> signs.append(operator.sign()));
        var text = new StringBuilder("CAST(")
                .append(EngineNames.function("LONG_SUM"))
                .append("('")
                .append(signs)
                .append('\'');
        operands.forEach(operand -> text.append(", ").append(operand.text()));
        return Typed.of(text.append(") AS INTEGER)").toString(), SqlType.INT);
    }

    private Typed binary(Operator operator, Typed left, Typed right) throws Refusal {
        if (left.isNull() && right.isNull()) {
            return Literals.nothing();
        } else if (left.isNull()) {
            return binary(operator, Literals.nothing(right.type()), right);
        } else if (right.isNull()) {
            return binary(operator, left, Literals.nothing(left.type()));
        }
        return switch (operator) {
            case BITWISE_AND, BITWISE_OR, BITWISE_XOR -> bits(operator, left, right);
            default -> {
                if (operator == Operator.ADD && isConcatenation(left.type(), right.type())) {
                    yield concatenation(left, right);
                }
                yield arithmetic(operator, left, right);
            }
        };
    }

    private static boolean isConcatenation(SqlType left, SqlType right) {
        return TypeKinds.isText(left) && TypeKinds.isText(right)
                || TypeKinds.isBinary(left)
                        && TypeKinds.isBinary(right)
                        && left.kind() != Kind.ROWVERSION
                        && right.kind() != Kind.ROWVERSION;
    }

    private Typed concatenation(Typed left, Typed right) {
        var type = TypeRules.concatenated(left.type(), right.type());
        var isCut = !type.isMax() && left.type().length() + right.type().length() > type.length();
        var text = chained(left.text(), "||", right.text());
        return Typed.of(isCut ? "CAST(" + text + " AS " + EngineTypes.of(type) + ")" : text, type);
    }

    /** Without new brackets if the left side is of the same kind: the engine reads long chains without recursion. */
    private String chained(String left, String sign, String right) {
        var isChain = sign.equals("||") == chainsTexts && left.equals(chain);
        var inner = isChain ? left.substring(1, left.length() - 1) : left;
        chain = "(" + inner + " " + sign + " " + right + ")";
        chainsTexts = sign.equals("||");
        return chain;
    }

    private Typed arithmetic(Operator operator, Typed left, Typed right) throws Refusal {
        requireNumbers(operator, left.type(), right.type());
        var joint = TypeRules.joint(left.type(), right.type());
        if (TypeKinds.isBit(joint)) {
            throw incompatible(operator, left.type(), right.type());
        } else if (TypeKinds.isOldTime(joint)) {
            return ofTimes(operator, left, right, joint);
        } else if (TypeKinds.isExact(joint)) {
            return ofDecimals(operator, left, right);
        }
        var one = conversions.implicit(left, joint);
        var other = conversions.implicit(right, joint);
        if (TypeKinds.isInteger(joint)) {
            return ofIntegers(operator, one, other, joint);
        }
        return call(operator, one.text(), other.text(), joint);
    }

    private void requireNumbers(Operator operator, SqlType left, SqlType right) throws Refusal {
        var isTimes = TypeKinds.isOldTime(left) || TypeKinds.isOldTime(right);
        var mayBeTimes = operator == Operator.ADD || operator == Operator.SUBTRACT;
        if (TypeKinds.isBit(left) && TypeKinds.isBit(right)
                || isTimes && !mayBeTimes
                || operator == Operator.MODULO && (TypeKinds.isApproximate(left) || TypeKinds.isApproximate(right))) {
            throw incompatible(operator, left, right);
        } else if (TypeKinds.isNewTime(left) != TypeKinds.isNewTime(right)) {
            throw TypeKinds.isTime(left) && TypeKinds.isTime(right)
                    ? incompatible(operator, left, right)
                    : refused.by(206, TypeKinds.named(left), TypeKinds.named(right));
        } else if (TypeKinds.isText(left) && TypeKinds.isText(right)
                || TypeKinds.isBinary(left) && TypeKinds.isBinary(right)
                || left.kind() == right.kind() && !isComputable(left)) {
            throw refused.by(8117, TypeKinds.named(left), name(operator));
        } else if (!mayMeet(left, right) || !mayMeet(right, left)) {
            throw incompatible(operator, left, right);
        }
    }

    private static boolean isComputable(SqlType type) {
        return TypeKinds.isNumber(type) || TypeKinds.isOldTime(type);
    }

    /** Texts and binaries are converted to what they meet, if that can be computed with. */
    private static boolean mayMeet(SqlType type, SqlType other) {
        if (TypeKinds.isText(type)) {
            return isComputable(other);
        }
        return isComputable(type) || TypeKinds.isBinary(type) && TypeKinds.isInteger(other);
    }

    private Refusal incompatible(Operator operator, SqlType left, SqlType right) {
        return refused.by(402, TypeKinds.named(left), TypeKinds.named(right), name(operator));
    }

    private static String name(Operator operator) {
        return switch (operator) {
            case ADD -> "add";
            case SUBTRACT -> "subtract";
            case MULTIPLY -> "multiply";
            case DIVIDE -> "divide";
            case MODULO -> "modulo";
            default -> "'" + operator.sign() + "'";
        };
    }

    /** Sums of the engine's own kinds are left to it, so that long chains stay flat. */
    private Typed ofIntegers(Operator operator, Typed left, Typed right, SqlType type) {
        var isEngines = type == SqlType.INT || type == SqlType.BIGINT;
        if (isEngines && operator != Operator.DIVIDE && operator != Operator.MODULO) {
            var mayFold = Constants.isConstant(left.text()) && Constants.isConstant(right.text());
            var one = mayFold ? Constants.hidden(left) : left.text();
            var flat = operator != Operator.MULTIPLY;
            var text = flat ? chained(one, operator.sign(), right.text()) : "(" + one + " * " + right.text() + ")";
            return Typed.of(text, type);
        }
        return call(operator, left.text(), right.text(), type);
    }

    private Typed ofDecimals(Operator operator, Typed left, Typed right) throws Refusal {
        var one = decimal(left, right);
        var other = decimal(right, left);
        var type = switch (operator) {
            case MULTIPLY -> TypeRules.product(one.type(), other.type());
            case DIVIDE -> TypeRules.quotient(one.type(), other.type());
            case MODULO -> TypeRules.remainder(one.type(), other.type());
            default -> TypeRules.sum(one.type(), other.type());
        };
        return call(operator, one.text(), other.text(), type);
    }

    /** As a decimal; a text becomes one of the other's type. */
    private Typed decimal(Typed value, Typed other) throws Refusal {
        if (TypeKinds.isText(value.type()) || TypeKinds.isBinary(value.type())) {
            return conversions.implicit(value, other.type());
        }
        return new Typed(
                value.text(), TypeRules.asDecimal(TypeRules.typeAmongDecimals(value)), value.nullable(), false);
    }

    private Typed ofTimes(Operator operator, Typed left, Typed right, SqlType type) throws Refusal {
        var one = conversions.implicit(left, type);
        var other = conversions.implicit(right, SqlType.DATETIME);
        return call(operator, one.text(), other.text(), type);
    }

    private static Typed call(Operator operator, String left, String right, SqlType type) {
        return Typed.of(
                "CAST(" + EngineNames.function(operator.name()) + "(" + left + ", " + right + ", '" + type + "') AS "
                        + EngineTypes.of(type) + ")",
                type);
    }

    private Typed bits(Operator operator, Typed left, Typed right) throws Refusal {
        var isOne = TypeKinds.isInteger(left.type()) || TypeKinds.isBit(left.type());
        var isOther = TypeKinds.isInteger(right.type()) || TypeKinds.isBit(right.type());
        var mayBe =
                isOne && (isOther || TypeKinds.isBinary(right.type())) || isOther && TypeKinds.isBinary(left.type());
        if (!mayBe) {
            throw incompatible(operator, left.type(), right.type());
        }
        var type = TypeRules.joint(left.type(), right.type());
        return call(
                operator,
                conversions.implicit(left, type).text(),
                conversions.implicit(right, type).text(),
                type);
    }

    Typed unary(Unary.Operator operator, Typed value) throws Refusal {
        if (value.isNull()) {
            return Literals.nothing();
        }
        return switch (operator) {
            case PLUS -> value;
            case MINUS -> negative(value);
            case BITWISE_NOT -> complement(value);
        };
    }

    private Typed negative(Typed value) throws Refusal {
        var type = value.type();
        if (TypeKinds.isBit(type) || !TypeKinds.isNumber(type)) {
            throw refused.by(8117, TypeKinds.named(type), "minus");
        }
        var negative = type == SqlType.TINYINT ? SqlType.SMALLINT : type;
        var text = EngineNames.function("NEGATIVE") + "(" + value.text() + ", '" + negative + "')";
        return Typed.of("CAST(" + text + " AS " + EngineTypes.of(negative) + ")", negative);
    }

    private Typed complement(Typed value) throws Refusal {
        var type = value.type();
        if (TypeKinds.isBit(type)) {
            return Typed.of("(NOT " + value.text() + ")", type);
        } else if (!TypeKinds.isInteger(type)) {
            throw refused.by(8117, TypeKinds.named(type), "'~'");
        }
        var text = EngineNames.function("BITWISE_NOT") + "(" + value.text() + ", '" + type + "')";
        return Typed.of("CAST(" + text + " AS " + EngineTypes.of(type) + ")", type);
    }
}
