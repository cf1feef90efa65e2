package io.emrops.sqlserver.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The texts of all columns of a row, in the order of the table. Not to be printed: it may name patients. */
final class ArchivedRow {
    private final @Nullable String[] values;

    ArchivedRow(@Nullable String[] values) {
        this.values = values;
    }

    static ArchivedRow read(ResultSet row, int columns) throws SQLException {
        @Nullable String[] values = new @Nullable String[columns];
        for (var i = 0; i < columns; i++) {
            values[i] = row.getObject(i + 1, String.class);
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

    /** The moment of a time as the driver writes it. */
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
