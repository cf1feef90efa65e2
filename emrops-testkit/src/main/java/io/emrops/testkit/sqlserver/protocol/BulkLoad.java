package io.emrops.testkit.sqlserver.protocol;

import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.TableValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that follow an {@code INSERT BULK}: written as the server itself writes results. */
public final class BulkLoad {
    private static final int COLUMNS = 0x81;
    private static final int ROW = 0xD1;
    private static final int ROW_WITH_NULLS_MARKED = 0xD2;
    private static final int DONE = 0xFD;

    private BulkLoad() {}

    /**
     * Reads the rows.
     *
     * @param table stands in the result as the name of the type
     */
    public static TableValue read(String table, byte[] payload) throws ProtocolException {
        var in = new ByteReader(payload);
        var first = in.int8();
        if (first == DONE) {
            return new TableValue(table, List.of(), List.of());
        } else if (first != COLUMNS) {
            throw new ProtocolException("a bulk load begins with its columns");
        }
        var count = in.int16();
        ValueReader.requireColumns(count);
        var readers = new ArrayList<ValueReader>();
        var columns = new ArrayList<Column>();
        for (var i = 0; i < count; i++) {
            in.int32();
            var flags = in.int16();
            var reader = TypeReader.read(in, ValueReader.Place.BULK_LOAD);
            readers.add(reader);
            columns.add(reader.column(in.shortText(), flags));
        }
        var rows = new ArrayList<List<@Nullable Object>>();
        // FreeTDS ends the message, and says no DONE.
        while (in.hasMore()) {
            var token = in.int8();
            if (token == DONE) {
                break;
            } else if (token != ROW && token != ROW_WITH_NULLS_MARKED) {
                throw new ProtocolException("token " + token + " between the rows of a bulk load");
            }
            var nulls = token == ROW ? new byte[(count + 7) / 8] : in.bytes((count + 7) / 8);
            var row = new ArrayList<@Nullable Object>();
            for (var i = 0; i < count; i++) {
                var isNull = (nulls[i / 8] >> (i % 8) & 1) != 0;
                row.add(isNull ? null : readers.get(i).value(in, ValueReader.Place.BULK_LOAD));
            }
            rows.add(row);
        }
        return new TableValue(table, columns, rows);
    }
}
