package io.emrops.testkit.sqlserver.grammar;

/** Ends the reading of a statement. */
public abstract sealed class Stop extends Exception permits Refusal, Foreign {
    private static final long serialVersionUID = 1;

    Stop(String message) {
        super(message, null, false, false);
    }
}
