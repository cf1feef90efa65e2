package io.emrops.sqlserver.statement;

/**
 * A text in a statement: {@code N'O''Brien'} for {@code O'Brien}. Line ends are refused: behind a backslash, the server would drop them.
 *
 * @param value without quotes
 */
public record TextLiteral(String value) {
    private static final int MAX = 4000;

    /** @throws IllegalArgumentException if it is empty, longer than 4000 UTF-16 units, or has control characters */
    public TextLiteral {
        Characters.require("The text", value, MAX);
    }

    /** The same as the constructor. */
    public static TextLiteral of(String value) {
        return new TextLiteral(value);
    }

    static TextLiteral of(String what, String value, int atMost) {
        return new TextLiteral(Characters.require(what, value, atMost));
    }

    /** In quotes. */
    public String quoted() {
        return "N'" + value.replace("'", "''") + "'";
    }

    /** As {@link #quoted}. */
    @Override
    public String toString() {
        return quoted();
    }
}
