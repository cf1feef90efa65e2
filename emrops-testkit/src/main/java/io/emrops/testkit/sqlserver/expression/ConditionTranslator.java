package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Condition;
import io.emrops.testkit.sqlserver.syntax.Condition.And;
import io.emrops.testkit.sqlserver.syntax.Condition.Between;
import io.emrops.testkit.sqlserver.syntax.Condition.Comparator;
import io.emrops.testkit.sqlserver.syntax.Condition.Comparison;
import io.emrops.testkit.sqlserver.syntax.Condition.Exists;
import io.emrops.testkit.sqlserver.syntax.Condition.InList;
import io.emrops.testkit.sqlserver.syntax.Condition.InQuery;
import io.emrops.testkit.sqlserver.syntax.Condition.IsDistinct;
import io.emrops.testkit.sqlserver.syntax.Condition.IsNull;
import io.emrops.testkit.sqlserver.syntax.Condition.Like;
import io.emrops.testkit.sqlserver.syntax.Condition.Not;
import io.emrops.testkit.sqlserver.syntax.Condition.Or;
import io.emrops.testkit.sqlserver.syntax.Condition.Quantified;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Query;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What is true, false or unknown, in the engine's words ("Search condition (Transact-SQL)"). */
final class ConditionTranslator {
    private final ExpressionTranslator translator;
    private final Context context;
    private final Conversions conversions;
    private final Refused refused;
    private final Comparisons comparisons;

    ConditionTranslator(ExpressionTranslator translator, Context context, Conversions conversions, Refused refused) {
        this.translator = translator;
        this.context = context;
        this.conversions = conversions;
        this.refused = refused;
        this.comparisons = new Comparisons(translator, conversions, refused);
    }

    String text(Condition condition) throws Refusal {
        if (condition instanceof And) {
            return chain(condition, " AND ");
        } else if (condition instanceof Or) {
            return chain(condition, " OR ");
        } else if (condition instanceof Not not) {
            return "(NOT " + translator.condition(not.condition()) + ")";
        } else if (condition instanceof Comparison comparison) {
            var texts = comparisons.comparable(
                    List.of(comparison.left(), comparison.right()), operation(comparison.comparator()));
            return "(" + texts.get(0) + " " + comparison.comparator().sign() + " " + texts.get(1) + ")";
        } else if (condition instanceof Between between) {
            return between(between);
        } else if (condition instanceof InList in) {
            return in(in);
        } else if (condition instanceof InQuery in) {
            return inQuery(in.value(), in.negated() ? " NOT IN " : " IN ", in.query());
        } else if (condition instanceof Quantified quantified) {
            var sign = " " + quantified.comparator().sign() + (quantified.all() ? " ALL " : " ANY ");
            return inQuery(quantified.left(), sign, quantified.query());
        } else if (condition instanceof Like like) {
            return like(like);
        } else if (condition instanceof IsNull isNull) {
            return "(" + translator.translate(isNull.value()).text()
                    + (isNull.negated() ? " IS NOT NULL)" : " IS NULL)");
        } else if (condition instanceof IsDistinct distinct) {
            var texts = comparisons.comparable(List.of(distinct.left(), distinct.right()), "equal to");
            var sign = distinct.negated() ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ";
            return "(" + texts.get(0) + sign + texts.get(1) + ")";
        } else if (condition instanceof Exists exists) {
            return "(EXISTS " + context.subquery(exists.query()).get(0).text() + ")";
        }
        throw new IllegalArgumentException(
                "no condition: " + condition.getClass().getName());
    }

    /** Without recursion to the left: {@code a OR b OR c …} can be thousands long. */
    private String chain(Condition condition, String sign) throws Refusal {
        var parts = new ArrayDeque<Condition>();
        var rest = condition;
        while (true) {
            if (sign.equals(" AND ") && rest instanceof And and) {
                parts.push(and.right());
                rest = and.left();
            } else if (sign.equals(" OR ") && rest instanceof Or or) {
                parts.push(or.right());
                rest = or.left();
            } else {
                parts.push(rest);
                break;
            }
        }
        var texts = new ArrayList<String>();
        for (var part : parts) {
            texts.add(translator.condition(part));
        }
        return "(" + String.join(sign, texts) + ")";
    }

    static String operation(Comparator comparator) {
        return switch (comparator) {
            case EQUAL -> "equal to";
            case NOT_EQUAL -> "not equal to";
            case LESS -> "less than";
            case LESS_OR_EQUAL -> "less than or equal to";
            case GREATER -> "greater than";
            case GREATER_OR_EQUAL -> "greater than or equal to";
        };
    }

    private String between(Between between) throws Refusal {
        var texts = comparisons.comparable(List.of(between.value(), between.low(), between.high()), "between");
        return "(" + texts.get(0) + (between.negated() ? " NOT BETWEEN " : " BETWEEN ") + texts.get(1) + " AND "
                + texts.get(2) + ")";
    }

    private String in(InList in) throws Refusal {
        var all = new ArrayList<Expression>();
        all.add(in.value());
        all.addAll(in.list());
        var texts = comparisons.comparable(all, "equal to");
        return "(" + texts.get(0) + (in.negated() ? " NOT IN (" : " IN (")
                + String.join(", ", texts.subList(1, texts.size())) + "))";
    }

    private String inQuery(Expression value, String sign, Query query) throws Refusal {
        var columns = context.subquery(query);
        if (columns.size() != 1) {
            throw refused.by(116);
        }
        var left = translator.translate(value);
        var right = columns.get(0);
        var type = comparisons.jointOf(List.of(left, right), "equal to");
        if (type == SqlType.UNIQUEIDENTIFIER && (sign.contains("<") || sign.contains(">")) && !sign.contains("<>")) {
            throw refused.notPlayed("compare the order of a uniqueidentifier with those of a query");
        }
        var collation = comparisons.collationOf(List.of(value), type, "equal to");
        var converted =
                context.subquery(query, right, column -> collation.key(comparisons.key(column, type, false), type));
        return "(" + collation.key(comparisons.key(left, type, false), type) + sign + converted + ")";
    }

    private String like(Like like) throws Refusal {
        var value = text(translator.translate(like.value()));
        var pattern = text(translator.translate(like.pattern()));
        var escape = like.escape().isPresent()
                ? text(translator.translate(like.escape().get())).text()
                : "CAST(NULL AS CHARACTER VARYING)";
        var hasEscape = like.escape().isPresent();
        var collation = new Collations(translator, refused).jointOf(List.of(like.value(), like.pattern()), "like");
        var isNational = TypeKinds.isNational(value.type()) || TypeKinds.isNational(pattern.type());
        var call = EngineNames.function(hasEscape ? "LIKE_ESCAPE" : "LIKE") + "(" + value.text() + ", " + pattern.text()
                + (hasEscape ? ", " + escape : "") + ", '" + collation.sensitivity() + "', "
                + (isNational ? "TRUE" : "FALSE")
                + ")";
        return like.negated() ? "(NOT " + call + ")" : call;
    }

    private Typed text(Typed value) throws Refusal {
        if (value.isNull()) {
            return Literals.nothing(SqlType.varchar(1));
        }
        var type = value.type();
        if (TypeKinds.isText(type)) {
            return value;
        } else if (TypeKinds.isLarge(type) && !TypeKinds.isBinary(type)) {
            return conversions.implicit(value, TypeKinds.isNational(type) ? SqlType.NVARCHAR_MAX : SqlType.VARCHAR_MAX);
        } else if (ConversionRules.of(type, SqlType.VARCHAR_MAX) != ConversionRules.Allowed.IMPLICIT) {
            throw refused.by(8116, TypeKinds.named(type), 1, "like");
        }
        return conversions.implicit(value, SqlType.varchar(Texts.lengthOf(type)));
    }
}
