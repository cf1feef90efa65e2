package io.emrops;

import java.util.Locale;

/**
 * An amount of bytes.
 *
 * @param bytes not negative
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("A size must not be negative: " + bytes);
        }
    }

    /** Units of 1024 bytes. */
    public static DataSize kib(long n) {
        return new DataSize(Math.multiplyExact(n, 1L << 10));
    }

    /** Units of 1024² bytes. */
    public static DataSize mib(long n) {
        return new DataSize(Math.multiplyExact(n, 1L << 20));
    }

    /** Units of 1024³ bytes. */
    public static DataSize gib(long n) {
        return new DataSize(Math.multiplyExact(n, 1L << 30));
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** In the largest unit that keeps it above one, such as {@code 1.5 GiB}. */
    @Override
    public String toString() {
        if (bytes < 1024) {
            return bytes + " B";
        }
        var exponent = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        // Rounding may reach the next unit.
        if (exponent < 6 && bytes / Math.pow(1024, exponent) >= 1023.95) {
            exponent++;
        }
        var amount = Math.rint(bytes / Math.pow(1024, exponent) * 10) / 10;
        var digits = amount == Math.rint(amount) ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, digits, amount) + " " + "KMGTPE".charAt(exponent - 1) + "iB";
    }
}
