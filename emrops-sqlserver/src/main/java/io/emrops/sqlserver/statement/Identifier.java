package io.emrops.sqlserver.statement;

/**
 * The name of a database, a certificate or another object, as a statement has it: {@code [EMR]]Next]} for {@code EMR]Next}.
 *
 * @param name as people write it, without brackets
 */
public record Identifier(String name) {
    private static final int MAX = 128;

    /** @throws IllegalArgumentException if it is empty, longer than 128 UTF-16 units, or has characters that no name should have */
    public Identifier {
        Characters.require("The name", name, MAX);
    }

    /** The same as the constructor. */
    public static Identifier of(String name) {
        return new Identifier(name);
    }

    /** In brackets. */
    public String quoted() {
        return "[" + name.replace("]", "]]") + "]";
    }

    /** As {@link #quoted}. */
    @Override
    public String toString() {
        return quoted();
    }
}
