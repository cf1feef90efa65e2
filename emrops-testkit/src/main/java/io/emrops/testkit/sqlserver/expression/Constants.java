package io.emrops.testkit.sqlserver.expression;

/**
 * Keeps the engine from computing what a statement may never ask for: it computes constants when it reads the statement, those of a
 * branch that is not taken included, and fails with their errors.
 */
final class Constants {
    private Constants() {}

    /** Whether the engine would take it for one: it has neither a name, a function of ours, nor a parameter. */
    static boolean isConstant(String text) {
        return text.indexOf('"') < 0 && text.indexOf('?') < 0;
    }

    /** The same value, which the engine does not see through. */
    static String hidden(Typed value) {
        if (!isConstant(value.text())) {
            return value.text();
        }
        return "CAST(" + EngineNames.function("OPAQUE") + "(" + value.text() + ") AS " + EngineTypes.of(value.type())
                + ")";
    }
}
