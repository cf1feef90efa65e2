package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.expression.EngineNames;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;

/**
 * Where an object is, or is to be.
 *
 * @param schema as the database writes it, or as the statement does if the database has none of this name
 */
record Location(Databases.Open database, String schema, String name) {
    private static final String DEFAULT_SCHEMA = "dbo";

    static Location of(ObjectName name, Databases databases, Surroundings surroundings) throws Refusal {
        var database = databases.open(name.database().isEmpty() ? surroundings.database() : name.database());
        var schema = name.schema().isEmpty() ? DEFAULT_SCHEMA : name.schema();
        return new Location(database, database.catalog().schema(schema).orElse(schema), name.name());
    }

    /** Whether a name is that of a temporary table. */
    static boolean isTemporary(ObjectName name) {
        return name.name().startsWith("#") || name.name().startsWith("@");
    }

    String engineName() {
        return EngineNames.object(database.id(), schema, name);
    }
}
