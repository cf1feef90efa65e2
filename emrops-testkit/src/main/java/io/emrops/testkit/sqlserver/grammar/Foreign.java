package io.emrops.testkit.sqlserver.grammar;

/** It is a good statement, perhaps, but not one of those that are read here. */
public final class Foreign extends Stop {
    private static final long serialVersionUID = 1;

    /** As it is. */
    public Foreign() {
        super("not a statement that is read here");
    }
}
