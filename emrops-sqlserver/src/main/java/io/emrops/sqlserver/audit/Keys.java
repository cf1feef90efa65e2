package io.emrops.sqlserver.audit;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Some rows by their keys, as a condition on the table that is called {@code t}. */
final class Keys {
    private static final Set<String> IN_ONE_BYTE = Set.of("char", "varchar");
    private static final int ASCII = 128;

    private final List<Object> parameters = new ArrayList<>();
    private final String condition;

    Keys(Column key, Collection<String> keys) {
        var each = keys.stream().map(value -> place(key, value)).toList();
        condition = "t." + key.quoted() + " IN (" + String.join(", ", each) + ")";
    }

    /**
     * With the type of the column, as any other would keep the server from using the index, and have it lock all rows. Whole numbers are written out. What is
     * not ASCII could be lost on the way to the code page of a database, and stays what it is.
     */
    private String place(Column key, String value) {
        if (key.isNumber()) {
            return new BigDecimal(value).toBigIntegerExact().toString();
        }
        parameters.add(value);
        if (key.isUuid()) {
            return "CAST(? AS uniqueidentifier)";
        }
        return IN_ONE_BYTE.contains(key.type().orElse("")) && isAscii(value)
                ? "CAST(? AS " + key.declared() + ")"
                : "?";
    }

    private static boolean isAscii(String value) {
        return value.chars().allMatch(c -> c < ASCII);
    }

    String condition() {
        return condition;
    }

    List<Object> parameters() {
        return parameters;
    }
}
