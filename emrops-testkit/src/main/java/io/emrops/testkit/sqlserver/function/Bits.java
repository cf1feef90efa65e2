package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** {@code & | ^ ~} ("Bitwise operators (Transact-SQL)"). */
public final class Bits {
    private Bits() {}

    private interface Operation {
        long of(long left, long right);
    }

    /** {@code BITWISE_AND}. */
    public static Value and(Value left, Value right, String type) {
        return computed(left, right, type, (one, other) -> one & other);
    }

    /** {@code BITWISE_OR}. */
    public static Value or(Value left, Value right, String type) {
        return computed(left, right, type, (one, other) -> one | other);
    }

    /** {@code BITWISE_XOR}. */
    public static Value xor(Value left, Value right, String type) {
        return computed(left, right, type, (one, other) -> one ^ other);
    }

    /** {@code BITWISE_NOT}. */
    public static Value not(Value value, String type) {
        var bits = EngineValues.java(value);
        if (bits == null) {
            return value;
        }
        var mask = type.equals("tinyint") ? 0xFF : -1L;
        return engine(~number(bits) & mask, type);
    }

    private static Value computed(Value left, Value right, String type, Operation operation) {
        var one = EngineValues.java(left);
        var other = EngineValues.java(right);
        if (one == null || other == null) {
            return EngineValues.engine(null);
        }
        return engine(operation.of(number(one), number(other)), type);
    }

    private static long number(@Nullable Object value) {
        if (value instanceof Boolean bit) {
            return bit ? 1 : 0;
        }
        return value == null ? 0 : ((Number) value).longValue();
    }

    private static Value engine(long bits, String type) {
        var to = Types.of(type);
        if (to == SqlType.BIT) {
            return EngineValues.engine(bits != 0);
        } else if (to == SqlType.BIGINT) {
            return EngineValues.engine(bits);
        }
        return EngineValues.engine((int) bits);
    }
}
