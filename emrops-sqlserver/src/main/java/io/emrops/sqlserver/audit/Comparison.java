package io.emrops.sqlserver.audit;

import io.emrops.sqlserver.session.Row;
import io.emrops.sqlserver.session.ShortQueries;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Rows of an archive, told apart by what has become of them in the table.
 *
 * @param same keys of those that are as they were archived, and that nobody holds
 * @param held how many are held, different or not: a hold can be a column of the row itself
 * @param gone how many are not there
 * @param changed how many are different, and nobody holds them
 * @param unchanged how many are as they were archived, held or not
 */
record Comparison(List<String> same, int held, int gone, int changed, int unchanged) {
    private static final String HELD = "emrops_is_held";

    private record Found(ArchivedRow row, boolean held) {}

    /** @param hint how the rows are locked, with a blank before it */
    static Comparison of(List<ArchivedRow> archived, Purgeable table, Holds holds, ShortQueries queries, String hint) {
        var keys = new Keys(
                table.audit().key(),
                archived.stream().map(row -> row.key(table)).toList());
        var there = new HashMap<String, Found>();
        queries.list(
                        "rows of an audit table",
                        "SELECT " + table.selected() + ", CASE WHEN " + holds.held() + " THEN 1 ELSE 0 END AS " + HELD
                                + " FROM " + table.audit().layout().quoted() + " AS t" + hint + " WHERE "
                                + keys.condition(),
                        row -> found(row, table),
                        keys.parameters().toArray())
                .forEach(found -> there.put(found.row().key(table), found));
        var same = new ArrayList<String>();
        var held = 0;
        var gone = 0;
        var changed = 0;
        var unchanged = 0;
        for (var row : archived) {
            var now = there.get(row.key(table));
            if (now == null) {
                gone++;
                continue;
            }
            var isSame = now.row().equals(row);
            unchanged += isSame ? 1 : 0;
            if (now.held()) {
                held++;
            } else if (isSame) {
                same.add(row.key(table));
            } else {
                changed++;
            }
        }
        return new Comparison(List.copyOf(same), held, gone, changed, unchanged);
    }

    private static Found found(Row row, Purgeable table) throws SQLException {
        return new Found(
                ArchivedRow.read(row, table.columns()), row.integer(HELD).orElse(1) != 0);
    }
}
