package io.emrops.core.weblog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Reads what stands in bytes of ASCII. */
final class Bytes {
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final long SECONDS_PER_DAY = 86_400;
    static final long NO = Long.MIN_VALUE;

    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long UP_TO_SPACE = 0x5f5f5f5f5f5f5f5fL;

    private Bytes() {}

    static long word(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** The highest bit of each byte that is a space or a control character. */
    static long spacesAndControls(long word) {
        return ~(((word & LOW_BITS) + UP_TO_SPACE) | word) & ~LOW_BITS;
    }

    /** Digits alone, fewer than 19; or {@link #NO}. */
    static long number(byte[] bytes, int start, int end) {
        if (start >= end || end - start > 18) {
            return NO;
        }
        var number = 0L;
        for (var i = start; i < end; i++) {
            var digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return NO;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    static boolean isDash(byte[] bytes, int start, int end) {
        return end - start == 1 && bytes[start] == '-';
    }

    /** A date such as 2026-11-22 in seconds since 1970, or {@link #NO}. */
    static long date(byte[] bytes, int start, int end) {
        if (end - start != 10 || bytes[start + 4] != '-' || bytes[start + 7] != '-') {
            return NO;
        }
        var year = number(bytes, start, start + 4);
        var month = number(bytes, start + 5, start + 7);
        var day = number(bytes, start + 8, end);
        if (year < 0 || month < 1 || day < 1) {
            return NO;
        }
        try {
            return LocalDate.of((int) year, (int) month, (int) day).toEpochDay() * SECONDS_PER_DAY;
        } catch (DateTimeException e) {
            return NO;
        }
    }

    /** A time such as 23:59:59 in seconds of the day, or {@link #NO}. */
    static long time(byte[] bytes, int start, int end) {
        if (end - start != 8 || bytes[start + 2] != ':' || bytes[start + 5] != ':') {
            return NO;
        }
        var hour = number(bytes, start, start + 2);
        var minute = number(bytes, start + 3, start + 5);
        var second = number(bytes, start + 6, end);
        var known = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
        return known ? hour * 3600 + minute * 60 + second : NO;
    }

    /** A status of three digits from 100 on, or {@link #NO}. */
    static long status(byte[] bytes, int start, int end) {
        var status = end - start == 3 ? number(bytes, start, end) : NO;
        return status >= 100 ? status : NO;
    }

    /** A number that may be missing: -1 for {@code -}; or {@link #NO}. */
    static long numberOrDash(byte[] bytes, int start, int end) {
        return isDash(bytes, start, end) ? -1 : number(bytes, start, end);
    }

    /** The place of the first end of a line, or -1. */
    static int newline(byte[] bytes, int start, int end) {
        for (var i = start; i < end; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The place of the last end of a line, or -1. */
    static int lastNewline(byte[] bytes, int start, int end) {
        for (var i = end - 1; i >= start; i--) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
