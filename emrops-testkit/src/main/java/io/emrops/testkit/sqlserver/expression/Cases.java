package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression;
import io.emrops.testkit.sqlserver.syntax.Expression.SearchedCase;
import io.emrops.testkit.sqlserver.syntax.Expression.SimpleCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code CASE}: whichever branch is taken, its type is that of all of them ("CASE (Transact-SQL)"). */
final class Cases {
    private final ExpressionTranslator translator;
    private final Conversions conversions;
    private final Refused refused;

    Cases(ExpressionTranslator translator, Conversions conversions, Refused refused) {
        this.translator = translator;
        this.conversions = conversions;
        this.refused = refused;
    }

    Typed searched(SearchedCase searched) throws Refusal {
        var conditions = new ArrayList<String>();
        var results = new ArrayList<Typed>();
        for (var branch : searched.branches()) {
            conditions.add(translator.condition(branch.condition()));
            results.add(translator.translate(branch.result()));
        }
        return printed("", conditions, results, searched.otherwise());
    }

    Typed simple(SimpleCase simple) throws Refusal {
        var compared = new ArrayList<Expression>();
        compared.add(simple.input());
        simple.branches().forEach(branch -> compared.add(branch.value()));
        var texts = new Comparisons(translator, conversions, refused).comparable(compared, "equal to");
        var results = new ArrayList<Typed>();
        for (var branch : simple.branches()) {
            results.add(translator.translate(branch.result()));
        }
        return printed(" " + texts.get(0), texts.subList(1, texts.size()), results, simple.otherwise());
    }

    private Typed printed(String input, List<String> whens, List<Typed> results, Optional<Expression> otherwise)
            throws Refusal {
        if (otherwise.isPresent()) {
            results.add(translator.translate(otherwise.get()));
        }
        if (results.stream().allMatch(Typed::isNull)) {
            throw refused.by(8133);
        }
        var type = TypeRules.joint(results);
        var text = new StringBuilder("CAST(CASE").append(input);
        for (var i = 0; i < results.size(); i++) {
            text.append(i < whens.size() ? " WHEN " + whens.get(i) + " THEN " : " ELSE ");
            text.append(conversions.implicit(results.get(i), type).text());
        }
        text.append(" END AS ").append(EngineTypes.of(type)).append(')');
        var isNullable = otherwise.isEmpty() || results.stream().anyMatch(Typed::nullable);
        return new Typed(text.toString(), type, isNullable, false);
    }
}
