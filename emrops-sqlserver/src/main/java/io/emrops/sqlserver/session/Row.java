package io.emrops.sqlserver.session;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row, read by the names of its columns: later versions of the server have more of them, in between. A column that is not there and NULL
 * are the same: not known. Belongs to the thread that reads.
 */
public final class Row {
    private final ResultSet results;
    private final Map<String, Integer> columns = new HashMap<>();

    Row(ResultSet results) throws SQLException {
        this.results = results;
        var described = results.getMetaData();
        for (var i = 1; i <= described.getColumnCount(); i++) {
            columns.putIfAbsent(described.getColumnLabel(i).toLowerCase(Locale.ROOT), i);
        }
    }

    /** Whether there is such a column, in whichever case. */
    public boolean has(String column) {
        return columns.containsKey(column.toLowerCase(Locale.ROOT));
    }

    /** A text; empty if it is not known. */
    public Optional<String> text(String column) throws SQLException {
        return get(column, String.class);
    }

    /** A number of up to 32 bits. */
    public Optional<Integer> integer(String column) throws SQLException {
        return number(column).map(BigDecimal::intValueExact);
    }

    /** A number of up to 64 bits. */
    public Optional<Long> bigInteger(String column) throws SQLException {
        return number(column).map(BigDecimal::longValueExact);
    }

    /** A number of any size, such as a log sequence number. */
    public Optional<BigDecimal> number(String column) throws SQLException {
        return get(column, BigDecimal.class);
    }

    /** The number in the first column, whatever its name; empty for NULL. */
    public Optional<BigDecimal> firstNumber() throws SQLException {
        @Nullable BigDecimal value = results.getObject(1, BigDecimal.class);
        return Optional.ofNullable(value);
    }

    /** The value in a column by its place, from 1; empty for NULL. */
    public <T> Optional<T> at(int place, Class<T> type) throws SQLException {
        @Nullable T value = results.getObject(place, type);
        return Optional.ofNullable(value);
    }

    /** How many columns there are. */
    public int width() throws SQLException {
        return results.getMetaData().getColumnCount();
    }

    /** A bit, or an integer of which 0 is no. */
    public Optional<Boolean> flag(String column) throws SQLException {
        return number(column).map(value -> value.signum() != 0);
    }

    /** A time without a zone. */
    public Optional<LocalDateTime> time(String column) throws SQLException {
        return get(column, LocalDateTime.class);
    }

    /** A time with its offset. */
    public Optional<OffsetDateTime> offsetTime(String column) throws SQLException {
        return get(column, OffsetDateTime.class);
    }

    /** A {@code uniqueidentifier}. */
    public Optional<UUID> uuid(String column) throws SQLException {
        return text(column).map(UUID::fromString);
    }

    /** A {@code varbinary}. */
    public Optional<byte[]> bytes(String column) throws SQLException {
        var index = columns.get(column.toLowerCase(Locale.ROOT));
        return index == null ? Optional.empty() : Optional.ofNullable(results.getBytes(index));
    }

    private <T> Optional<T> get(String column, Class<T> type) throws SQLException {
        var index = columns.get(column.toLowerCase(Locale.ROOT));
        @Nullable T value = index == null ? null : results.getObject(index, type);
        return Optional.ofNullable(value);
    }
}
