package io.emrops.docker.log;

import io.emrops.TargetUnavailableException;
import io.emrops.spi.log.LogReader;
import io.emrops.spi.log.LogUnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/** Reads what the engine sends through one buffer, and the times that it puts before each piece. */
abstract class StampedReader implements LogReader {
    /** No piece is longer; the engine's own are at most 16 KiB. */
    static final int LONGEST = 32 << 10;

    private static final int BUFFER = 64 << 10;
    private static final int SECONDS = 19;
    private static final int STAMP = 31;
    private static final int LONGEST_STAMP = 40;
    private static final long NANOS = 1_000_000_000L;

    private final InputStream in;
    private final Runnable close;
    final byte[] buffer = new byte[BUFFER];
    int at;
    private int limit;
    private final byte[] knownSecond = new byte[SECONDS];
    private long second;
    private long time;

    int from;
    int length;
    boolean begins;
    boolean ends;

    StampedReader(InputStream in, Runnable close) {
        this.in = in;
        this.close = close;
    }

    @Override
    public final boolean next() throws LogUnreadableException {
        try {
            return read();
        } catch (IOException | IllegalStateException e) {
            throw new TargetUnavailableException("The Docker engine was lost while its logs were read", e);
        }
    }

    abstract boolean read() throws IOException, LogUnreadableException;

    final int available() {
        return limit - at;
    }

    /** Reads until there are so many bytes in the buffer, or no more come. */
    final int ensure(int bytes) throws IOException {
        while (limit - at < bytes) {
            if (at + bytes > buffer.length) {
                System.arraycopy(buffer, at, buffer, 0, limit - at);
                limit -= at;
                at = 0;
            }
            var count = in.read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                break;
            }
            limit += count;
        }
        return Math.min(bytes, limit - at);
    }

    /** Takes the time that the next bytes begin with; if they begin with none, it is that of the piece before. */
    final int takeTime(int most) throws IOException {
        var there = ensure(Math.min(most, LONGEST_STAMP));
        var taken = takeUsual(there);
        if (taken == 0) {
            taken = takeOther(there);
        }
        at += taken;
        return taken;
    }

    /** In UTC with nine digits behind the point. */
    private int takeUsual(int there) {
        if (there < STAMP
                || buffer[at + 10] != 'T'
                || buffer[at + SECONDS] != '.'
                || buffer[at + STAMP - 2] != 'Z'
                || buffer[at + STAMP - 1] != ' ') {
            return 0;
        }
        var nanos = 0;
        for (var i = at + SECONDS + 1; i < at + STAMP - 2; i++) {
            var digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                return 0;
            }
            nanos = nanos * 10 + digit;
        }
        if (!Arrays.equals(buffer, at, at + SECONDS, knownSecond, 0, SECONDS)) {
            try {
                second = LocalDateTime.parse(new String(buffer, at, SECONDS, StandardCharsets.US_ASCII))
                        .toEpochSecond(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                return 0;
            }
            System.arraycopy(buffer, at, knownSecond, 0, SECONDS);
        }
        time = second * NANOS + nanos;
        return STAMP;
    }

    /** Some log drivers give local times. */
    private int takeOther(int there) {
        for (var i = at; i < at + there; i++) {
            if (buffer[i] == ' ') {
                try {
                    var moment = OffsetDateTime.parse(new String(buffer, at, i - at, StandardCharsets.US_ASCII));
                    time = moment.toEpochSecond() * NANOS + moment.getNano();
                    return i + 1 - at;
                } catch (DateTimeException e) {
                    return 0;
                }
            }
        }
        return 0;
    }

    /** The first end of a line in the next bytes; -1 if there is none. */
    final int lineEnd(int begin, int bytes) {
        for (var i = begin; i < at + bytes; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    @Override
    public final long time() {
        return time;
    }

    @Override
    public final boolean begins() {
        return begins;
    }

    @Override
    public final boolean ends() {
        return ends;
    }

    @Override
    public final byte[] buffer() {
        return buffer;
    }

    @Override
    public final int offset() {
        return from;
    }

    @Override
    public final int length() {
        return length;
    }

    @Override
    public final void close() {
        close.run();
    }
}
