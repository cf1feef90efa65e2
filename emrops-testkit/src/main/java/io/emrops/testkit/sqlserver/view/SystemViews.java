package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.grammar.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The system views and functions that one version of the server has, as far as they are played. Immutable. */
public final class SystemViews {
    private static final List<Definition> DEFINITIONS = DefinitionReader.read(
            "databases.txt", "availability.txt", "server.txt", "sessions.txt", "history.txt", "catalog.txt");

    private final Map<String, SystemView> views = new LinkedHashMap<>();
    private final Map<String, SystemFunction> functions = new LinkedHashMap<>();

    private SystemViews(int majorVersion) {
        for (var definition : DEFINITIONS) {
            if (definition.since() > majorVersion) {
                continue;
            }
            if (definition.parameters().isPresent()) {
                functions.put(
                        definition.key(), new SystemFunction(definition, majorVersion, Sources.ofFunction(definition)));
            } else {
                views.put(definition.key(), new SystemView(definition, majorVersion, Sources.ofView(definition)));
            }
        }
    }

    /**
     * Those of a version.
     *
     * @param majorVersion 13 for 2016 to 17 for 2025
     * @throws IllegalArgumentException for any other
     */
    public static SystemViews of(int majorVersion) {
        if (majorVersion < Messages.OLDEST || majorVersion > Messages.NEWEST) {
            throw new IllegalArgumentException("no views of major version " + majorVersion + ", only 13 to 17");
        }
        return new SystemViews(majorVersion);
    }

    /**
     * A view by its name, in whichever case.
     *
     * @param database in which it is looked for
     * @param schema as in {@code sys}
     */
    public Optional<SystemView> view(String database, String schema, String name) {
        return Optional.ofNullable(views.get(Definition.key("", schema, name)))
                .or(() -> Optional.ofNullable(views.get(Definition.key(database, schema, name))));
    }

    /** A function by its name, in whichever case; every database has them. */
    public Optional<SystemFunction> function(String schema, String name) {
        return Optional.ofNullable(functions.get(Definition.key("", schema, name)));
    }

    /** All views. */
    public List<SystemView> views() {
        return List.copyOf(views.values());
    }

    /** All functions. */
    public List<SystemFunction> functions() {
        return List.copyOf(functions.values());
    }
}
