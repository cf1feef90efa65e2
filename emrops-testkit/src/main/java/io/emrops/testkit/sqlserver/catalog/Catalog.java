package io.emrops.testkit.sqlserver.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one database has. Names compare without case.
 *
 * @param schemas by their names in upper case, as they are written; {@code dbo} is always there
 * @param tables by schema and name in upper case, with a point between
 * @param nextObjectId for the object that is made next
 */
public record Catalog(
        Map<String, String> schemas,
        Map<String, Table> tables,
        Map<String, View> views,
        Map<String, Sequence> sequences,
        int nextObjectId) {
    private static final int FIRST_OBJECT = 901_578_250;

    /** Copies the maps, in their order. */
    public Catalog {
        schemas = Collections.unmodifiableMap(new LinkedHashMap<>(schemas));
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
        views = Collections.unmodifiableMap(new LinkedHashMap<>(views));
        sequences = Collections.unmodifiableMap(new LinkedHashMap<>(sequences));
    }

    /** Of a new database. */
    public static Catalog empty() {
        return new Catalog(Map.of("DBO", "dbo"), Map.of(), Map.of(), Map.of(), FIRST_OBJECT);
    }

    /** The schema as it is written. */
    public Optional<String> schema(String name) {
        return Optional.ofNullable(schemas.get(key(name)));
    }

    /** The table of this name. */
    public Optional<Table> table(String schema, String name) {
        return Optional.ofNullable(tables.get(key(schema, name)));
    }

    /** The view of this name. */
    public Optional<View> view(String schema, String name) {
        return Optional.ofNullable(views.get(key(schema, name)));
    }

    /** The sequence of this name. */
    public Optional<Sequence> sequence(String schema, String name) {
        return Optional.ofNullable(sequences.get(key(schema, name)));
    }

    /** Whether a table, view, sequence or constraint has this name in this schema. */
    public boolean isTaken(String schema, String name) {
        return objectId(schema, name).isPresent();
    }

    /** The object of this name, constraints included. */
    public Optional<Integer> objectId(String schema, String name) {
        return table(schema, name)
                .map(Table::objectId)
                .or(() -> view(schema, name).map(View::objectId))
                .or(() -> sequence(schema, name).map(Sequence::objectId))
                .or(() -> constraintId(schema, name));
    }

    private Optional<Integer> constraintId(String schema, String name) {
        return tableOfConstraint(schema, name).map(table -> constraint(table, name));
    }

    /** The table that has a constraint of this name; constraints are in the schemas of their tables. */
    public Optional<Table> tableOfConstraint(String schema, String name) {
        return tables.values().stream()
                .filter(table -> table.schema().equalsIgnoreCase(schema))
                .filter(table -> constraint(table, name) != null)
                .findFirst();
    }

    private static @Nullable Integer constraint(Table table, String name) {
        for (var constraint : constraints(table).entrySet()) {
            if (constraint.getKey().equalsIgnoreCase(name)) {
                return constraint.getValue();
            }
        }
        return null;
    }

    private static Map<String, Integer> constraints(Table table) {
        var all = new LinkedHashMap<String, Integer>();
        table.indexes().forEach(index -> index.constraint().ifPresent(key -> all.put(index.name(), key.objectId())));
        table.foreignKeys().forEach(key -> all.put(key.name(), key.objectId()));
        table.checks().forEach(check -> all.put(check.name(), check.objectId()));
        table.columns()
                .forEach(column -> column.defaultValue().ifPresent(value -> all.put(value.name(), value.objectId())));
        return all;
    }

    /** The foreign keys of other tables that refer to this one, by their tables. */
    public Collection<Table> referring(Table table) {
        return tables.values().stream()
                .filter(other -> other.objectId() != table.objectId())
                .filter(other -> other.foreignKeys().stream()
                        .anyMatch(key -> key.schema().equalsIgnoreCase(table.schema())
                                && key.table().equalsIgnoreCase(table.name())))
                .toList();
    }

    /** With another schema. */
    public Catalog withSchema(String name) {
        return new Catalog(with(schemas, key(name), name), tables, views, sequences, nextObjectId);
    }

    /** Without this schema. */
    public Catalog withoutSchema(String name) {
        return new Catalog(without(schemas, key(name)), tables, views, sequences, nextObjectId);
    }

    /** With this table, new or instead of that of the same name. */
    public Catalog with(Table table) {
        return new Catalog(
                schemas, with(tables, key(table.schema(), table.name()), table), views, sequences, nextObjectId);
    }

    /** Without this table. */
    public Catalog without(Table table) {
        return new Catalog(schemas, without(tables, key(table.schema(), table.name())), views, sequences, nextObjectId);
    }

    /** With this view, new or instead of that of the same name. */
    public Catalog with(View view) {
        return new Catalog(
                schemas, tables, with(views, key(view.schema(), view.name()), view), sequences, nextObjectId);
    }

    /** Without this view. */
    public Catalog without(View view) {
        return new Catalog(schemas, tables, without(views, key(view.schema(), view.name())), sequences, nextObjectId);
    }

    /** With this sequence. */
    public Catalog with(Sequence sequence) {
        return new Catalog(
                schemas,
                tables,
                views,
                with(sequences, key(sequence.schema(), sequence.name()), sequence),
                nextObjectId);
    }

    /** Without this sequence. */
    public Catalog without(Sequence sequence) {
        return new Catalog(
                schemas, tables, views, without(sequences, key(sequence.schema(), sequence.name())), nextObjectId);
    }

    /** The same, with this many numbers of objects used up. */
    public Catalog withObjectIdsTaken(int count) {
        return new Catalog(schemas, tables, views, sequences, nextObjectId + count);
    }

    private static String key(String schema, String name) {
        return key(schema) + "." + key(name);
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        var copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return copy;
    }

    private static <V> Map<String, V> without(Map<String, V> map, String key) {
        var copy = new LinkedHashMap<>(map);
        copy.remove(key);
        return copy;
    }

    /** The names of its tables. */
    @Override
    public String toString() {
        return List.copyOf(tables.keySet()).toString();
    }
}
