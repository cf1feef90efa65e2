package io.emrops.testkit.sqlserver.engine;

import io.emrops.testkit.sqlserver.catalog.Catalog;
import io.emrops.testkit.sqlserver.expression.Known;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.view.Properties;
import io.emrops.testkit.sqlserver.view.Viewer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The functions that name objects and number them: {@code OBJECT_ID('t')}, {@code DB_NAME(5)}. */
final class ObjectFacts {
    private static final SqlType NAME = SqlType.nvarchar(128);

    private final EngineSession session;

    ObjectFacts(EngineSession session) {
        this.session = session;
    }

    /** @return empty if it is none of these */
    Optional<Known> function(String name, List<@Nullable Object> arguments, String database) {
        return switch (name) {
            case "DB_ID" ->
                known(SqlType.SMALLINT, arguments.isEmpty() ? databaseId(database) : databaseId(text(arguments, 0)));
            case "DB_NAME" -> known(NAME, databaseName(number(arguments, 0)));
            case "SCHEMA_ID" ->
                known(SqlType.INT, arguments.isEmpty() ? Integer.valueOf(1) : schemaId(text(arguments, 0), database));
            case "SCHEMA_NAME" -> known(NAME, schemaName(number(arguments, 0), database));
            case "OBJECT_ID" -> known(SqlType.INT, objectId(text(arguments, 0), text(arguments, 1), database));
            case "OBJECT_NAME" -> known(NAME, objectName(number(arguments, 0), databaseOf(arguments, 1, database)));
            case "OBJECT_SCHEMA_NAME" -> known(NAME, objectSchema(number(arguments, 0), database));
            case "COL_NAME" -> known(NAME, columnName(number(arguments, 0), number(arguments, 1), database));
            default -> new TableFacts(session, this).function(name, arguments, database);
        };
    }

    private String databaseOf(List<@Nullable Object> arguments, int at, String database) {
        var id = number(arguments, at);
        return id == null ? database : session.engine().databaseName(id).orElse("");
    }

    private static Optional<Known> known(SqlType type, @Nullable Object value) {
        return Optional.of(new Known(type, value));
    }

    static @Nullable String text(List<@Nullable Object> arguments, int at) {
        var value = at < arguments.size() ? arguments.get(at) : null;
        return value == null ? null : value.toString();
    }

    static @Nullable Integer number(List<@Nullable Object> arguments, int at) {
        return at < arguments.size() && arguments.get(at) instanceof Number number ? number.intValue() : null;
    }

    private @Nullable Integer databaseId(@Nullable String name) {
        return name == null ? null : session.engine().databaseId(name).orElse(null);
    }

    private @Nullable String databaseName(@Nullable Integer id) {
        return id == null ? null : session.engine().databaseName(id).orElse(null);
    }

    @Nullable
    Catalog catalog(String database) {
        if (session.engine().refusesToEnter(session.spid(), database).isPresent()) {
            return null;
        }
        try {
            return session.transaction().catalog(session.transaction().enter(database));
        } catch (Refusal e) {
            return null;
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }

    private @Nullable Integer schemaId(@Nullable String name, String database) {
        return name == null ? null : Properties.schemaId(viewer(database), name).orElse(null);
    }

    private @Nullable String schemaName(@Nullable Integer id, String database) {
        return id == null ? null : Properties.schemaName(viewer(database), id).orElse(null);
    }

    Viewer viewer(String database) {
        try {
            return session.viewer(database);
        } catch (SQLException e) {
            throw new EngineFailure(e);
        }
    }

    private @Nullable Integer objectId(@Nullable String name, @Nullable String type, String database) {
        if (name == null) {
            return null;
        }
        var parts = parts(name);
        var object = parts.get(parts.size() - 1);
        if (object.startsWith("#") || (parts.size() == 3 && parts.get(2).startsWith("#"))) {
            return session.temporaries()
                    .table(object)
                    .map(table -> table.table().objectId())
                    .orElse(null);
        }
        var of = parts.size() > 2 && !parts.get(parts.size() - 3).isEmpty() ? parts.get(parts.size() - 3) : database;
        var catalog = catalog(of);
        var schema = parts.size() > 1 && !parts.get(parts.size() - 2).isEmpty() ? parts.get(parts.size() - 2) : "dbo";
        if (catalog == null) {
            return null;
        }
        var found = catalog.objectId(schema, object);
        if (type == null || found.isEmpty()) {
            return found.orElse(null);
        }
        var fits = switch (type.strip().toUpperCase(Locale.ROOT)) {
            case "U" -> catalog.table(schema, object).isPresent();
            case "V" -> catalog.view(schema, object).isPresent();
            case "SO" -> catalog.sequence(schema, object).isPresent();
            case "C", "D", "F", "PK", "UQ" ->
                catalog.table(schema, object).isEmpty()
                        && catalog.view(schema, object).isEmpty()
                        && catalog.sequence(schema, object).isEmpty();
            default -> false;
        };
        return fits ? found.get() : null;
    }

    /** A name in one string, in brackets or quotes or not. */
    static List<String> parts(String name) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        var end = '\0';
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (end != '\0') {
                if (c != end) {
                    part.append(c);
                } else if (i + 1 < name.length() && name.charAt(i + 1) == end) {
                    part.append(c);
                    i++;
                } else {
                    end = '\0';
                }
            } else if (c == '[') {
                end = ']';
            } else if (c == '"') {
                end = '"';
            } else if (c == '.') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }

    private @Nullable String objectName(@Nullable Integer id, String database) {
        var found = object(id, database);
        return found == null ? null : found.get(1);
    }

    private @Nullable String objectSchema(@Nullable Integer id, String database) {
        var found = object(id, database);
        return found == null ? null : found.get(0);
    }

    private @Nullable List<String> object(@Nullable Integer id, String database) {
        var catalog = catalog(database);
        if (id == null || catalog == null) {
            return null;
        }
        for (var table : catalog.tables().values()) {
            if (table.objectId() == id) {
                return List.of(table.schema(), table.name());
            }
        }
        for (var view : catalog.views().values()) {
            if (view.objectId() == id) {
                return List.of(view.schema(), view.name());
            }
        }
        for (var sequence : catalog.sequences().values()) {
            if (sequence.objectId() == id) {
                return List.of(sequence.schema(), sequence.name());
            }
        }
        return null;
    }

    private @Nullable String columnName(@Nullable Integer table, @Nullable Integer column, String database) {
        var catalog = catalog(database);
        if (catalog == null || table == null || column == null) {
            return null;
        }
        return catalog.tables().values().stream()
                .filter(candidate -> candidate.objectId() == table)
                .flatMap(candidate -> candidate.columns().stream())
                .filter(candidate -> candidate.id() == column)
                .map(candidate -> candidate.name())
                .findFirst()
                .orElse(null);
    }
}
