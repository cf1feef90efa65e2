package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;

/** Makes values comparable: of one type, and of one collation. */
final class Comparisons {
    private final ExpressionTranslator translator;
    private final Conversions conversions;
    private final Refused refused;

    Comparisons(ExpressionTranslator translator, Conversions conversions, Refused refused) {
        this.translator = translator;
        this.conversions = conversions;
        this.refused = refused;
    }

    /**
     * Their texts, to be compared with one another.
     *
     * @param operation as messages name it, such as {@code equal to}
     */
    List<String> comparable(List<Expression> expressions, String operation) throws Refusal {
        var values = new ArrayList<Typed>();
        for (var expression : expressions) {
            values.add(translator.translate(expression));
        }
        var type = jointOf(values, operation);
        var collation = collationOf(expressions, type, operation);
        var isOrder = operation.contains("than") || operation.equals("between");
        var texts = new ArrayList<String>();
        for (var value : values) {
            texts.add(collation.key(key(value, type, isOrder), type));
        }
        return texts;
    }

    /** In which values of this type are compared. */
    Collations.Named collationOf(List<Expression> expressions, SqlType type, String operation) throws Refusal {
        var collation = new Collations(translator, refused).jointOf(expressions, operation);
        if (type == SqlType.SQL_VARIANT && !collation.isServers()) {
            throw refused.notPlayed("compare a sql_variant with a text of another collation than CI_AS");
        }
        return collation;
    }

    /** Their joint type, if there is one in which they can be compared. */
    SqlType jointOf(List<Typed> values, String operation) throws Refusal {
        var type = TypeRules.joint(values);
        if (type.kind() == Kind.XML) {
            throw refused.by(305);
        } else if (TypeKinds.isLarge(type)) {
            var first = values.get(0).type();
            var other = values.get(values.size() - 1).type();
            throw refused.by(402, TypeKinds.named(first), TypeKinds.named(other), operation);
        }
        return type;
    }

    /** What the engine compares in the value's stead, but for its collation. */
    String key(Typed value, SqlType type, boolean isOrder) throws Refusal {
        var text = in(value, type).text();
        if (type.kind() == Kind.VARBINARY) {
            return EngineNames.function("BINARY_KEY") + "(" + text + ")";
        }
        return isOrder && type == SqlType.UNIQUEIDENTIFIER
                ? EngineNames.function("UNIQUEIDENTIFIER_KEY") + "(" + text + ")"
                : text;
    }

    /** As that type, unless the engine compares the two as they are. */
    Typed in(Typed value, SqlType type) throws Refusal {
        return !value.isNull() && isComparable(value.type(), type) ? value : conversions.implicit(value, type);
    }

    private static boolean isComparable(SqlType one, SqlType other) {
        return isExactNumber(one) && isExactNumber(other)
                || TypeKinds.isText(one) && TypeKinds.isText(other)
                || one.kind() == other.kind() && !TypeKinds.isBinary(one);
    }

    private static boolean isExactNumber(SqlType type) {
        return TypeKinds.isInteger(type) || TypeKinds.isExact(type) || TypeKinds.isMoney(type);
    }
}
