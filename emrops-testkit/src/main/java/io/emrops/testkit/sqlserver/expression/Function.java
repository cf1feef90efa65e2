package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;

/**
 * A built-in function.
 *
 * @param most arguments; any number if it is negative
 */
record Function(int least, int most, Words words) {
    /** What it is in the engine's words. */
    @FunctionalInterface
    interface Words {
        Typed of(Arguments arguments) throws Refusal;
    }

    static Function of(int count, Words words) {
        return new Function(count, count, words);
    }

    static Function of(int least, int most, Words words) {
        return new Function(least, most, words);
    }

    void requireCount(Arguments arguments) throws Refusal {
        var count = arguments.size();
        if (count < least || most >= 0 && count > most) {
            throw least == most
                    ? arguments.refused().at(arguments.call().line(), 174, arguments.name(), least)
                    : arguments
                            .refused()
                            .at(arguments.call().line(), 189, arguments.name(), least, most < 0 ? 254 : most);
        }
    }
}
