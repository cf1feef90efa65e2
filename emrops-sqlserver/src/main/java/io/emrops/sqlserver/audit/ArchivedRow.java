package io.emrops.sqlserver.audit;

import io.emrops.sqlserver.session.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The texts of all columns of a row, in the order of the table. Not to be printed: it may name patients. */
final class ArchivedRow {
    private final @Nullable String[] values;

    ArchivedRow(@Nullable String[] values) {
        this.values = values;
    }

    /** Of a result with these columns first. */
    static ArchivedRow read(ResultSet row, List<Column> columns) throws SQLException {
        @Nullable String[] values = new @Nullable String[columns.size()];
        for (var i = 0; i < values.length; i++) {
            var column = columns.get(i);
            @Nullable Object value = row.getObject(i + 1, ArchivedValue.typeOf(column));
            values[i] = ArchivedValue.textOf(value, column);
        }
        return new ArchivedRow(values);
    }

    /** The same. */
    static ArchivedRow read(Row row, List<Column> columns) throws SQLException {
        @Nullable String[] values = new @Nullable String[columns.size()];
        for (var i = 0; i < values.length; i++) {
            var column = columns.get(i);
            @Nullable Object value = row.at(i + 1, ArchivedValue.typeOf(column)).orElse(null);
            values[i] = ArchivedValue.textOf(value, column);
        }
        return new ArchivedRow(values);
    }

    @Nullable
    String value(int index) {
        return values[index];
    }

    int size() {
        return values.length;
    }

    /** @throws IllegalStateException if it has no key */
    String key(Purgeable table) {
        var key = values[table.keyIndex()];
        if (key == null) {
            throw new IllegalStateException("A row that was archived has no key");
        }
        return key;
    }

    /** The moment of its time. */
    Instant moment(Purgeable table) {
        var text = values[table.timeIndex()];
        if (text == null) {
            throw new IllegalStateException("A row that was archived has no time");
        }
        var parts = text.strip().split(" ", -1);
        return parts.length == 3
                ? OffsetDateTime.parse(parts[0] + "T" + parts[1] + parts[2]).toInstant()
                : table.audit().mapping().time().momentOf(LocalDateTime.parse(parts[0] + "T" + parts[1]));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArchivedRow row && Arrays.equals(values, row.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "a row of " + values.length + " columns";
    }
}
