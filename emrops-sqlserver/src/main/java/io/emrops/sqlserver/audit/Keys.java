package io.emrops.sqlserver.audit;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Some rows by their keys, as a condition on the table that is called {@code t}. */
final class Keys {
    private final List<Object> parameters = new ArrayList<>();
    private final String condition;

    Keys(Column key, Collection<String> keys) {
        var each = keys.stream().map(value -> place(key, value)).toList();
        condition = "t." + key.quoted() + " IN (" + String.join(", ", each) + ")";
    }

    /** Whole numbers are written out: as decimals they would keep the server from using the index. */
    private String place(Column key, String value) {
        if (key.isNumber()) {
            return new BigDecimal(value).toBigIntegerExact().toString();
        }
        parameters.add(value);
        if (key.isUuid()) {
            return "CAST(? AS uniqueidentifier)";
        }
        return key.isOfCodePage() ? Parameters.OF_CODE_PAGE : "?";
    }

    String condition() {
        return condition;
    }

    List<Object> parameters() {
        return parameters;
    }
}
