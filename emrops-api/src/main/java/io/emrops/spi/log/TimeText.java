package io.emrops.spi.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes times as {@code 2026-03-01T02:00:00.000000000Z}. Most lines are of the same second as the one before. */
final class TimeText {
    static final int LENGTH = 30;

    private static final long NANOS = 1_000_000_000L;
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

    private byte[] prefix = new byte[0];
    private long prefixed = Long.MIN_VALUE;

    void write(long time, byte[] to, int at) {
        var second = Math.floorDiv(time, NANOS);
        if (second != prefixed) {
            prefix = SECOND.format(Instant.ofEpochSecond(second)).getBytes(StandardCharsets.US_ASCII);
            prefixed = second;
        }
        System.arraycopy(prefix, 0, to, at, prefix.length);
        var rest = (int) Math.floorMod(time, NANOS);
        for (var i = at + LENGTH - 2; i >= at + prefix.length; i--) {
            to[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        to[at + LENGTH - 1] = 'Z';
    }

    static Instant instant(long time) {
        return Instant.ofEpochSecond(Math.floorDiv(time, NANOS), Math.floorMod(time, NANOS));
    }

    /** The nearest that can be told, until 2262. */
    static long nanos(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
