package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server cursor over a result that was taken as a whole when it was opened: what changes later is not seen, whichever kind of
 * cursor was asked for. A column behind the others says of each row whether it is there.
 */
final class Cursor {
    private static final Column ROW_STATUS = new Column("ROWSTAT", SqlType.INT, true, false);
    private static final int ROW_IS_THERE = 1;

    private final List<Column> columns;
    private final List<List<@Nullable Object>> rows;

    /** The first row of the last fetch, from 1; 0 before the first. */
    private int position;

    private int fetched;

    Cursor(List<Column> columns, List<List<@Nullable Object>> rows) {
        this.columns = new ArrayList<>(columns);
        this.columns.add(ROW_STATUS);
        this.rows = rows;
    }

    List<Column> columns() {
        return Collections.unmodifiableList(columns);
    }

    int size() {
        return rows.size();
    }

    /**
     * The next rows.
     *
     * @param type as the protocol numbers the ways to move
     * @param start of which row, where the way needs one
     * @param count how many at most; 0 only moves
     */
    List<List<@Nullable Object>> fetch(int type, int start, int count) {
        var from = switch (type & 0x1FF) {
            case 0x001 -> 1;
            case 0x002 -> position + fetched;
            case 0x004 -> position - count;
            case 0x008 -> rows.size() - count + 1;
            case 0x010 -> start < 0 ? rows.size() + 1 + start : start;
            case 0x020 -> position + start;
            case 0x080 -> position;
            default -> throw new IllegalArgumentException("cursors do not move by way " + type);
        };
        if (type == 0x002 && position == 0) {
            from = 1;
        }
        var last = Math.min(rows.size(), (long) from + count - 1);
        var result = new ArrayList<List<@Nullable Object>>();
        for (var number = Math.max(1, from); number <= last; number++) {
            var row = new ArrayList<>(rows.get(number - 1));
            row.add(ROW_IS_THERE);
            result.add(row);
        }
        position = Math.max(0, Math.min(from, rows.size() + 1));
        fetched = result.size();
        return result;
    }
}
