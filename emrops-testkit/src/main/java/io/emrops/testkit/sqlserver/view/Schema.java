package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import java.util.LinkedHashMap;
import java.util.Map;

/** The schemas of a database by their numbers. Those of users are counted in the order in which the catalog has them. */
final class Schema {
    private static final int FIRST_OF_USERS = 5;

    private Schema() {}

    /** All, by name. */
    static Map<String, Integer> all(Catalog catalog) {
        var all = new LinkedHashMap<String, Integer>();
        all.put("dbo", 1);
        all.put("guest", 2);
        all.put("INFORMATION_SCHEMA", 3);
        all.put("sys", 4);
        var next = FIRST_OF_USERS;
        for (var name : catalog.schemas().values()) {
            if (!name.equalsIgnoreCase("dbo")) {
                all.put(name, next++);
            }
        }
        Principals.FixedRole.all().forEach(role -> all.put(role.name(), role.id()));
        return all;
    }

    static int idOf(Catalog catalog, String name) {
        return all(catalog).entrySet().stream()
                .filter(schema -> schema.getKey().equalsIgnoreCase(name))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElseThrow(() -> new IllegalStateException("there is no schema " + name));
    }
}
