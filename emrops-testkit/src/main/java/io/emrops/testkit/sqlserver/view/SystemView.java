package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A system view of one version of the server. Safe for use by several threads. */
public final class SystemView {
    private final Definition definition;
    private final int majorVersion;
    private final RowSource source;

    SystemView(Definition definition, int majorVersion, RowSource source) {
        this.definition = definition;
        this.majorVersion = majorVersion;
        this.source = source;
    }

    /** Where its rows come from. */
    @FunctionalInterface
    interface RowSource {
        void fill(Viewer viewer, Rows rows);
    }

    /** The only database that has it, as in {@code msdb}; empty if all have. */
    public String database() {
        return definition.database();
    }

    /** As in {@code sys}. */
    public String schema() {
        return definition.schema();
    }

    /** As in {@code databases}. */
    public String name() {
        return definition.name();
    }

    /** Its columns, in their order. */
    public List<Column> columns() {
        return definition.entries(majorVersion).stream()
                .map(Definition.Entry::column)
                .toList();
    }

    /** What it says now, in the Java types of its columns. */
    public List<List<@Nullable Object>> rows(Viewer viewer) {
        var rows = new Rows(definition, majorVersion);
        source.fill(viewer, rows);
        return rows.all();
    }

    /** Why the server does not let somebody look at it; empty if it does. Whoever asks for rows all the same gets them. */
    public List<SqlError> refusal(Viewer viewer) {
        return definition.needs().refusal(viewer);
    }

    /** Database, schema and name. */
    @Override
    public String toString() {
        return definition.toString();
    }
}
