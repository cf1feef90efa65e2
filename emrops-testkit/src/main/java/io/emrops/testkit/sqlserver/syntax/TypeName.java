package io.emrops.testkit.sqlserver.syntax;

import java.util.List;

/**
 * A type as it is named; whether there is one of this name is found out when the statement runs.
 *
 * @param name in lower case; {@code double precision}, {@code character varying} and their like with single blanks
 * @param arguments as written, {@code max} in lower case
 * @param line from 1, for messages
 */
public record TypeName(String name, List<String> arguments, int line) {
    /** Copies the list. */
    public TypeName {
        arguments = List.copyOf(arguments);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return arguments.isEmpty() ? name : name + "(" + String.join(",", arguments) + ")";
    }
}
