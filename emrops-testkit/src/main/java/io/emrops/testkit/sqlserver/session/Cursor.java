package io.emrops.testkit.sqlserver.session;

import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A server cursor over a result that was taken as a whole when it was opened: what changes later is not seen, whichever kind of
 * cursor was asked for. A column behind the others says of each row whether it is there.
 */
final class Cursor {
    private static final Column ROW_STATUS = new Column("ROWSTAT", SqlType.INT, true, false);
    private static final int ROW_IS_THERE = 1;

    private static final int FIRST = 0x001;
    private static final int NEXT = 0x002;
    private static final int PREVIOUS = 0x004;
    private static final int LAST = 0x008;
    private static final int ABSOLUTE = 0x010;
    private static final int RELATIVE = 0x020;
    private static final int REFRESH = 0x080;
    private static final int PREVIOUS_UP_TO_FIRST = 0x200;

    /** That rows have changed meanwhile is of no interest: they cannot. */
    private static final int WITHOUT_CHECK = 0x400;

    private static final Set<Integer> WAYS =
            Set.of(FIRST, NEXT, PREVIOUS, LAST, ABSOLUTE, RELATIVE, REFRESH, PREVIOUS_UP_TO_FIRST);

    private final List<Column> columns;
    private final List<List<@Nullable Object>> rows;

    /** The first row of the last fetch, from 1; 0 before the first, one more than there are behind the last. */
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

    /** Whether cursors move in this way, as the protocol numbers it ("sp_cursorfetch (Transact-SQL)"). */
    static boolean moves(int way) {
        return WAYS.contains(way & ~WITHOUT_CHECK);
    }

    /**
     * The next rows.
     *
     * @param way one in which cursors move
     * @param start of which row, where the way needs one
     * @param count how many at most; 0 only moves
     */
    List<List<@Nullable Object>> fetch(int way, int start, int count) {
        var behind = rows.size() + 1;
        return switch (way & ~WITHOUT_CHECK) {
            case FIRST -> count == 0 ? stand(0) : block(1, count);
            case NEXT -> block(position == 0 ? 1 : position + fetched, count);
            case PREVIOUS -> position <= 1 ? stand(0) : block(Math.max(1, position - count), count);
            case PREVIOUS_UP_TO_FIRST -> {
                var from = Math.max(1, position - count);
                yield position <= 1 ? stand(0) : block(from, position - from);
            }
            case LAST -> count == 0 ? stand(behind) : block(Math.max(1, behind - count), count);
            case ABSOLUTE -> block(start < 0 ? behind + start : start, count);
            case RELATIVE -> block((long) position + start, count);
            case REFRESH -> block(position, count);
            default -> throw new IllegalArgumentException("cursors do not move by way " + way);
        };
    }

    private List<List<@Nullable Object>> block(long from, int count) {
        if (from < 1) {
            return stand(0);
        } else if (from > rows.size()) {
            return stand(rows.size() + 1);
        }
        position = (int) from;
        var last = (int) Math.min(rows.size(), from + Math.max(0, count) - 1);
        var result = new ArrayList<List<@Nullable Object>>();
        for (var number = position; number <= last; number++) {
            var row = new ArrayList<>(rows.get(number - 1));
            row.add(ROW_IS_THERE);
            result.add(row);
        }
        fetched = result.size();
        return result;
    }

    private List<List<@Nullable Object>> stand(int newPosition) {
        position = newPosition;
        fetched = 0;
        return List.of();
    }
}
