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
    private static final int LOCKS_NOT_WANTED = 0x400;

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
     * @throws IllegalArgumentException if there is no such way
     */
    List<List<@Nullable Object>> fetch(int type, int start, int count) {
        var size = (long) rows.size();
        var wanted = Math.max(0, count);
        var from = switch (type & ~LOCKS_NOT_WANTED) {
            case 0x001 -> 1;
            case 0x002 -> position == 0 ? 1 : (long) position + fetched;
            case 0x004, 0x200 -> (long) position - wanted;
            case 0x008 -> size - wanted + 1;
            case 0x010 -> start < 0 ? size + 1 + start : start;
            case 0x020 -> (long) position + start;
            case 0x080 -> position;
            default -> throw new IllegalArgumentException("cursors do not move by way " + type);
        };
        var last = Math.min(size, from + wanted - 1);
        var result = new ArrayList<List<@Nullable Object>>();
        for (var number = Math.max(1, from); number <= last; number++) {
            var row = new ArrayList<>(rows.get((int) number - 1));
            row.add(ROW_IS_THERE);
            result.add(row);
        }
        position = (int) Math.max(result.isEmpty() ? 0 : 1, Math.min(from, size + 1));
        fetched = result.size();
        return result;
    }
}
