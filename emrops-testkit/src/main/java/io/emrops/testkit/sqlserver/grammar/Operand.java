package io.emrops.testkit.sqlserver.grammar;

/** A value in a statement: written out, or left to a variable that only the session knows. */
public sealed interface Operand {
    /** A name, without its brackets or quotes. */
    record Name(String value) implements Operand {}

    /** A string, without its quotes; whether it was {@code N'…'} makes no difference to any of these statements. */
    record Text(String value) implements Operand {}

    /** A whole number. */
    record WholeNumber(int value) implements Operand {}

    /**
     * A local variable or a parameter. Whether it is declared (else error 137) is for the session to say.
     *
     * @param name with its {@code @}
     */
    record Variable(String name) implements Operand {}

    /** What stands in a call instead of a value. */
    enum Placeholder implements Operand {
        /** No value. */
        NULL,
        /** The procedure's own default. */
        DEFAULT
    }
}
