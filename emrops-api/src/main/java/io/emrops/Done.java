package io.emrops;

/** The result of a step that has none. */
public record Done() {
    /** The only one that matters. */
    public static final Done DONE = new Done();
}
