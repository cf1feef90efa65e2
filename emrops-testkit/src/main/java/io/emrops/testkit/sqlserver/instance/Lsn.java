package io.emrops.testkit.sqlserver.instance;

import java.math.BigDecimal;

/**
 * A log sequence number: where in the log of a database something stands. Two databases, and two recovery forks of one, have the
 * same numbers for different things.
 *
 * @param number counted from the database's first record
 */
public record Lsn(long number) implements Comparable<Lsn> {
    /** Where the log of a new database begins. */
    public static final Lsn FIRST = new Lsn(1);

    private static final BigDecimal FILE = new BigDecimal("39000000000000000");
    private static final BigDecimal BLOCK = new BigDecimal("100000");

    /** @throws IllegalArgumentException unless positive */
    public Lsn {
        if (number < 1) {
            throw new IllegalArgumentException("there is no log sequence number " + number);
        }
    }

    /** The one behind it. */
    public Lsn next() {
        return new Lsn(number + 1);
    }

    /** As {@code numeric(25,0)}, in which the server's views have it: log file, block and slot behind one another. */
    public BigDecimal decimal() {
        return FILE.add(BLOCK.multiply(BigDecimal.valueOf(number))).add(BigDecimal.ONE);
    }

    /** Whether this one comes before the other. */
    public boolean isBefore(Lsn other) {
        return compareTo(other) < 0;
    }

    /** Whether this one comes after the other. */
    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compare(number, other.number);
    }

    /** As the server's messages have it. */
    @Override
    public String toString() {
        return decimal().toPlainString();
    }
}
