package io.emrops.sqlserver.history;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;

/**
 * A log sequence number: a place in the log of a database. Up to 25 digits, more than a {@code long} has.
 *
 * @param value not negative
 */
public record Lsn(BigInteger value) implements Comparable<Lsn> {
    private static final BigInteger LIMIT = BigInteger.TEN.pow(25);

    public Lsn {
        if (Objects.requireNonNull(value, "value").signum() < 0 || value.compareTo(LIMIT) >= 0) {
            throw new IllegalArgumentException("A log sequence number has up to 25 digits and no sign: " + value);
        }
    }

    /** As the server has it, a {@code numeric(25,0)}. */
    public static Lsn of(BigDecimal numeric) {
        return new Lsn(numeric.toBigIntegerExact());
    }

    /** For tests and examples. */
    public static Lsn of(long value) {
        return new Lsn(BigInteger.valueOf(value));
    }

    /** Whether this place comes before the other. */
    public boolean isBefore(Lsn other) {
        return compareTo(other) < 0;
    }

    /** Whether this place comes after the other. */
    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Lsn other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
