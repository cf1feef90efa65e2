package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** The names that the columns of a query get where it stands for a table. */
final class ColumnNames {
    private ColumnNames() {}

    /**
     * The columns with their names.
     *
     * @param table what it is called
     * @param names empty if the query names them
     * @throws Refusal 8155 for a column without a name, 8156 for one that is there twice, 8158 and 8159 for too few and too many names
     */
    static List<Output> given(Translation translation, String table, List<String> names, List<Output> columns)
            throws Refusal {
        if (!names.isEmpty() && names.size() < columns.size()) {
            throw translation.refusal(8158, 0, table);
        } else if (names.size() > columns.size()) {
            throw translation.refusal(8159, 0, table);
        }
        var given = new ArrayList<Output>();
        var taken = new HashSet<String>();
        for (var i = 0; i < columns.size(); i++) {
            var column = names.isEmpty() ? columns.get(i) : columns.get(i).named(names.get(i));
            if (column.name().isEmpty()) {
                throw translation.refusal(8155, 0, i + 1, table);
            } else if (!taken.add(column.name().toUpperCase(Locale.ROOT))) {
                throw translation.refusal(8156, 0, column.name(), table);
            }
            given.add(column);
        }
        return given;
    }

    /** The columns of a query in FROM. */
    static List<Source.SourceColumn> seen(String alias, List<Output> columns) {
        var seen = new ArrayList<Source.SourceColumn>();
        for (var i = 0; i < columns.size(); i++) {
            var column = columns.get(i);
            seen.add(new Source.SourceColumn(column.name(), Rowset.seen(alias, i, column.value()), column.identity()));
        }
        return seen;
    }
}
