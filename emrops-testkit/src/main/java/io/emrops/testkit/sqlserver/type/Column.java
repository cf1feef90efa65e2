package io.emrops.testkit.sqlserver.type;

import io.emrops.testkit.sqlserver.tsql.Lexer;
import java.util.Objects;

/**
 * A column of a result.
 *
 * @param name may be empty, as that of an expression is
 * @param nullable a column that is not is sent in another form, which drivers read with other code
 * @param identity what {@code ResultSetMetaData.isAutoIncrement} says
 */
public record Column(String name, SqlType type, boolean nullable, boolean identity) {
    /** @throws IllegalArgumentException if the name has more than 128 characters */
    public Column {
        Objects.requireNonNull(type, "type");
        if (name.length() > 128) {
            throw new IllegalArgumentException("a name has at most 128 characters, not " + name.length());
        }
    }

    /** A column that may be null. */
    public static Column of(String name, SqlType type) {
        return new Column(name, type, true, false);
    }

    /**
     * As in {@code CREATE TABLE}.
     *
     * @param definition as in {@code Name nvarchar(50)} or {@code [Id] int identity not null}
     * @throws IllegalArgumentException if it is none
     */
    public static Column parse(String definition) {
        var tokens = Lexer.tokens(definition);
        if (tokens.isEmpty() || !TypeParser.isName(tokens.get(0))) {
            throw new IllegalArgumentException("a column is a name and a type, not '" + definition + "'");
        }
        var parser = new TypeParser(definition, tokens, 1);
        var type = parser.type();
        var identity = parser.acceptIdentity();
        var notNull = parser.accept("NOT");
        if (notNull) {
            parser.require("NULL");
        } else {
            parser.accept("NULL");
        }
        parser.requireEnd();
        return new Column(tokens.get(0).value(), type, !notNull && !identity, identity);
    }
}
