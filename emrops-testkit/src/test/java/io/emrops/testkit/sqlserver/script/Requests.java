package io.emrops.testkit.sqlserver.script;

import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests of one session. */
final class Requests {
    static final SessionState SESSION = new SessionState(51, "sa", "Ward", "app", "host", false, 0, "READ COMMITTED");

    private Requests() {}

    static Request batch(String text) {
        return Request.batch(text, SESSION);
    }

    static Request prepared(String text, @Nullable Object... values) {
        return Request.prepared(text, parameters(values), SESSION);
    }

    static Request procedure(String name, @Nullable Object... values) {
        return Request.procedure(name, parameters(values), SESSION);
    }

    private static List<Parameter> parameters(@Nullable Object... values) {
        var parameters = new ArrayList<Parameter>();
        for (var value : values) {
            parameters.add(new Parameter("", value == null ? SqlType.INT : SqlType.ofJava(value), value, false));
        }
        return parameters;
    }
}
