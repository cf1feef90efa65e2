package io.emrops.testkit.sqlserver.tsql;

/**
 * A piece of a Transact-SQL text.
 *
 * @param text as it stands in the statement, delimiters included
 * @param start where it begins in the statement, in UTF-16 units
 */
public record Token(Kind kind, String text, int start) {
    /** What a token is, by its form alone. */
    public enum Kind {
        /** A keyword or an unquoted name. */
        WORD,
        /** {@code [name]} or {@code "name"}. */
        QUOTED_NAME,
        /** {@code 'text'} or {@code N'text'}. */
        STRING,
        /** {@code 12}, {@code 1.5}, {@code 1e3}, {@code 0xFF}, {@code $1.50}. */
        NUMBER,
        /** {@code @name}. */
        VARIABLE,
        /** {@code @@name}. */
        GLOBAL,
        /** Anything else, one character each. */
        SYMBOL,
        /** A string, a name or a comment without an end: no server accepts it. */
        UNTERMINATED
    }

    /** Where the token ends, exclusive. */
    public int end() {
        return start + text.length();
    }

    /** Whether this is this keyword, in whichever case. */
    public boolean is(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    /** Whether this is this character. */
    public boolean is(char symbol) {
        return kind == Kind.SYMBOL && text.charAt(0) == symbol;
    }

    /** What the token stands for: a name or a string without its delimiters, everything else as it is. */
    public String value() {
        return switch (kind) {
            case QUOTED_NAME -> unquoted(text.charAt(0) == '[' ? ']' : '"', 1);
            case STRING -> unquoted('\'', text.charAt(0) == '\'' ? 1 : 2);
            default -> text;
        };
    }

    /** The form in which two tokens compare: case counts in strings alone, and brackets around a plain name do not. */
    String comparable() {
        return switch (kind) {
            case STRING -> "'" + value();
            case QUOTED_NAME -> "n" + withoutCase(value());
            case WORD -> "n" + withoutCase(text);
            case UNTERMINATED -> "u" + text;
            default -> withoutCase(text);
        };
    }

    /**
     * Both ways: some letters of the same kind meet in neither case alone, such as the signs of the ohm and the omega. One by one: as a
     * text, a capital I with a dot becomes two characters, of which the second is no letter.
     */
    private static String withoutCase(String name) {
        return name.codePoints()
                .map(Character::toLowerCase)
                .map(Character::toUpperCase)
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private String unquoted(char end, int from) {
        var close = String.valueOf(end);
        return text.substring(from, text.length() - 1).replace(close + close, close);
    }
}
