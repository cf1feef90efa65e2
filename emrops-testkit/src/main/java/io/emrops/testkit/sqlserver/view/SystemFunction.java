package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.type.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A system function that returns a table, of one version of the server. Safe for use by several threads. */
public final class SystemFunction {
    private final Definition definition;
    private final int majorVersion;
    private final RowSource source;

    SystemFunction(Definition definition, int majorVersion, RowSource source) {
        this.definition = definition;
        this.majorVersion = majorVersion;
        this.source = source;
    }

    /** Where its rows come from. */
    @FunctionalInterface
    interface RowSource {
        void fill(Viewer viewer, List<@Nullable Object> arguments, Rows rows);
    }

    /** As in {@code sys}. */
    public String schema() {
        return definition.schema();
    }

    /** As in {@code dm_exec_sql_text}. */
    public String name() {
        return definition.name();
    }

    /** Without {@code @}; all of them have to be given. */
    public List<Column> parameters() {
        return definition.parameters().orElseThrow();
    }

    /** The columns of its table, in their order. */
    public List<Column> columns() {
        return definition.entries(majorVersion).stream()
                .map(Definition.Entry::column)
                .toList();
    }

    /**
     * What it says now, in the Java types of its columns.
     *
     * @param arguments in the Java types of the parameters; may be null
     * @throws IllegalArgumentException if there are more or fewer than parameters, or one does not fit
     */
    public List<List<@Nullable Object>> rows(Viewer viewer, List<? extends @Nullable Object> arguments) {
        var parameters = parameters();
        if (arguments.size() != parameters.size()) {
            throw new IllegalArgumentException(
                    this + " has " + parameters.size() + " arguments, not " + arguments.size());
        }
        var checked = new ArrayList<@Nullable Object>();
        for (var i = 0; i < parameters.size(); i++) {
            var argument = arguments.get(i);
            checked.add(argument == null ? null : parameters.get(i).type().require(argument));
        }
        var rows = new Rows(definition, majorVersion);
        source.fill(viewer, Collections.unmodifiableList(checked), rows);
        return rows.all();
    }

    /** Why the server does not let somebody look at it; empty if it does. Whoever asks for rows all the same gets them. */
    public List<SqlError> refusal(Viewer viewer) {
        return definition.needs().refusal(viewer);
    }

    /** Schema and name. */
    @Override
    public String toString() {
        return definition.toString();
    }
}
