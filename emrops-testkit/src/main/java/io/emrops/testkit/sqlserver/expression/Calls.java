package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.Expression.Call;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The built-in functions ("What are the Microsoft SQL database functions?"). */
final class Calls {
    private static final Map<String, Function> FUNCTIONS = functions();

    private final ExpressionTranslator translator;
    private final Context context;
    private final Conversions conversions;
    private final Refused refused;

    Calls(ExpressionTranslator translator, Context context, Conversions conversions, Refused refused) {
        this.translator = translator;
        this.context = context;
        this.conversions = conversions;
        this.refused = refused;
    }

    private static Map<String, Function> functions() {
        var all = new HashMap<String, Function>();
        all.putAll(ChoiceFunctions.ALL);
        all.putAll(TextFunctions.ALL);
        all.putAll(NumberFunctions.ALL);
        all.putAll(TimeFunctions.ALL);
        return all;
    }

    /** Of those that are played, but aggregates and those of windows. */
    static Set<String> names() {
        return FUNCTIONS.keySet();
    }

    Typed typed(Call call) throws Refusal {
        var arguments = new Arguments(call, translator, context, conversions, refused);
        if (Aggregates.isAggregate(call.name()) || Windows.isWindow(call.name())) {
            return call.over().isPresent() || Windows.isWindow(call.name())
                    ? new Windows(arguments).typed()
                    : new Aggregates(arguments).typed();
        } else if (call.over().isPresent()) {
            throw refused.at(call.line(), 4113, call.name());
        }
        var function = FUNCTIONS.get(call.name());
        if (function == null) {
            return ServerFunctions.typed(arguments);
        }
        function.requireVersion(arguments);
        if (call.star()) {
            throw refused.at(call.line(), 102, "*");
        }
        function.requireCount(arguments);
        return function.words().of(arguments);
    }
}
