package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import java.util.List;

/** The functions of the engine that ask its sessions. */
final class EngineAliases {
    static final List<String> ALL = List.of(
            alias("SYSTEM_VIEW", SystemTables.class, "viewRows"),
            alias("SYSTEM_FUNCTION", SystemTables.class, "functionRows"));

    private EngineAliases() {}

    private static String alias(String name, Class<?> in, String method) {
        return "CREATE ALIAS " + EngineNames.function(name) + " FOR '" + in.getName() + "." + method + "'";
    }
}
