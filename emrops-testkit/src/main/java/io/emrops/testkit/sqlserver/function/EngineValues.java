package io.emrops.testkit.sqlserver.function;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.h2.util.JSR310Utils;
import org.h2.value.Value;
import org.h2.value.ValueBigint;
import org.h2.value.ValueBoolean;
import org.h2.value.ValueDouble;
import org.h2.value.ValueInteger;
import org.h2.value.ValueNull;
import org.h2.value.ValueNumeric;
import org.h2.value.ValueReal;
import org.h2.value.ValueUuid;
import org.h2.value.ValueVarbinary;
import org.h2.value.ValueVarchar;
import org.jspecify.annotations.Nullable;

/** The engine's values as Java's, and back. */
final class EngineValues {
    private EngineValues() {}

    /** In the Java type of the SQL Server type that it stands for. */
    static @Nullable Object java(Value value) {
        return switch (value.getValueType()) {
            case Value.NULL -> null;
            case Value.BOOLEAN -> value.getBoolean();
            case Value.TINYINT, Value.SMALLINT, Value.INTEGER -> value.getInt();
            case Value.BIGINT -> value.getLong();
            case Value.NUMERIC, Value.DECFLOAT -> value.getBigDecimal();
            case Value.REAL -> value.getFloat();
            case Value.DOUBLE -> value.getDouble();
            case Value.DATE -> JSR310Utils.valueToLocalDate(value, null);
            case Value.TIME -> JSR310Utils.valueToLocalTime(value, null);
            case Value.TIMESTAMP -> JSR310Utils.valueToLocalDateTime(value, null);
            case Value.TIMESTAMP_TZ -> JSR310Utils.valueToOffsetDateTime(value, null);
            case Value.UUID -> value.convertToUuid().getUuid();
            case Value.BINARY, Value.VARBINARY, Value.BLOB -> value.getBytes();
            default -> value.getString();
        };
    }

    static Value engine(@Nullable Object value) {
        if (value == null) {
            return ValueNull.INSTANCE;
        } else if (value instanceof Boolean bit) {
            return ValueBoolean.get(bit);
        } else if (value instanceof Integer number) {
            return ValueInteger.get(number);
        } else if (value instanceof Long number) {
            return ValueBigint.get(number);
        } else if (value instanceof BigDecimal number) {
            return ValueNumeric.getAnyScale(number);
        } else if (value instanceof Float number) {
            return ValueReal.get(number);
        } else if (value instanceof Double number) {
            return ValueDouble.get(number);
        } else if (value instanceof LocalDate date) {
            return JSR310Utils.localDateToValue(date);
        } else if (value instanceof LocalTime time) {
            return JSR310Utils.localTimeToValue(time);
        } else if (value instanceof LocalDateTime time) {
            return JSR310Utils.localDateTimeToValue(time);
        } else if (value instanceof OffsetDateTime time) {
            return JSR310Utils.offsetDateTimeToValue(time);
        } else if (value instanceof UUID id) {
            return ValueUuid.get(id);
        } else if (value instanceof byte[] bytes) {
            return ValueVarbinary.get(bytes);
        }
        return ValueVarchar.get((String) value);
    }
}
