package io.emrops.testkit.sqlserver.expression;

import io.emrops.testkit.sqlserver.grammar.Refusal;

/**
 * A built-in function.
 *
 * @param most arguments; any number if it is negative
 * @param since the major version that brought it; 0 if all have it
 */
record Function(int least, int most, int since, Words words) {
    /** What it is in the engine's words. */
    @FunctionalInterface
    interface Words {
        Typed of(Arguments arguments) throws Refusal;
    }

    static Function of(int count, Words words) {
        return new Function(count, count, 0, words);
    }

    static Function of(int least, int most, Words words) {
        return new Function(least, most, 0, words);
    }

    Function since(int majorVersion) {
        return new Function(least, most, majorVersion, words);
    }

    /** @throws Refusal 195 on an older server */
    void requireVersion(Arguments arguments) throws Refusal {
        if (arguments.context().surroundings().majorVersion() < since) {
            throw arguments
                    .refused()
                    .at(arguments.call().line(), 195, arguments.call().name(), "built-in function name");
        }
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
