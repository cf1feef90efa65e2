package io.emrops.testkit.sqlserver.view;

import io.emrops.testkit.sqlserver.type.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A view or a function as a resource describes it, for all versions of the server.
 *
 * @param database the only one that has it; empty if all have
 * @param parameters of a function; empty for a view
 * @param empty whether it never has rows
 * @param needs what somebody needs to look at it
 * @param since the first major version that has it
 */
record Definition(
        String database,
        String schema,
        String name,
        Optional<List<Column>> parameters,
        List<Entry> entries,
        boolean empty,
        Requirement needs,
        int since) {
    /**
     * A column.
     *
     * @param fixed whether it is the same in each row
     * @param constant what it is then; maybe null
     */
    record Entry(Column column, boolean fixed, @Nullable Object constant, int since) {}

    /** Copies the lists. */
    Definition {
        parameters = parameters.map(List::copyOf);
        entries = List.copyOf(entries);
    }

    /** By which it is found; in lower case. */
    String key() {
        return key(database, schema, name);
    }

    static String key(String database, String schema, String name) {
        var prefix = database.isEmpty() ? "" : database + ".";
        return (prefix + schema + "." + name).toLowerCase(Locale.ROOT);
    }

    /** As one version has it. */
    List<Entry> entries(int majorVersion) {
        return entries.stream().filter(entry -> entry.since <= majorVersion).toList();
    }

    /** Where each column of all versions is among those of this one; -1 if it is not. */
    Map<String, Integer> places(int majorVersion) {
        var places = new HashMap<String, Integer>();
        var next = 0;
        for (var entry : entries) {
            places.put(entry.column.name(), entry.since <= majorVersion ? next++ : -1);
        }
        return places;
    }

    @Override
    public String toString() {
        return key();
    }
}
