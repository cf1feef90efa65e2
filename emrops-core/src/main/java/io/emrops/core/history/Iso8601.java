package io.emrops.core.history;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/**
 * Reads times as {@link Instant#toString} and {@link Duration#toString} write them. The forms that a journal is full of
 * are read here, digit by digit; every other one is left to the JDK.
 */
final class Iso8601 {
    private static final int SECONDS_END = "2026-01-01T00:00:00".length();
    private static final int NANOS = 9;

    private Iso8601() {}

    /** @throws DateTimeParseException if it is no instant */
    static Instant instant(String text) {
        int end = text.length() - 1;
        if (end < SECONDS_END || text.charAt(end) != 'Z' || !separated(text)) {
            return Instant.parse(text);
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, SECONDS_END);
        int nanos = end == SECONDS_END ? 0 : fraction(text, SECONDS_END, end);
        boolean read = (year | month | day | hour | minute | second | nanos) >= 0;
        if (!read || month < 1 || month > 12 || day < 1 || day > 28 || hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text);
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * 86_400 + hour * 3600L + minute * 60L + second;
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private static boolean separated(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** @throws DateTimeParseException if it is no duration */
    static Duration duration(String text) {
        int end = text.length() - 1;
        if (end < 3 || !text.startsWith("PT") || text.charAt(end) != 'S') {
            return Duration.parse(text);
        }
        int point = text.indexOf('.');
        int seconds = number(text, 2, point < 0 ? end : point);
        int nanos = point < 0 ? 0 : fraction(text, point, end);
        return seconds < 0 || nanos < 0 ? Duration.parse(text) : Duration.ofSeconds(seconds, nanos);
    }

    /** The nanoseconds of a point and up to nine digits; -1 if that is not what stands there. */
    private static int fraction(String text, int point, int end) {
        int digits = end - point - 1;
        if (text.charAt(point) != '.' || digits > NANOS) {
            return -1;
        }
        int value = number(text, point + 1, end);
        for (int i = digits; i < NANOS && value > 0; i++) {
            value *= 10;
        }
        return value;
    }

    /** Up to nine digits; -1 if there are none, more, or something else among them. */
    private static int number(String text, int from, int to) {
        if (from >= to || to - from > NANOS) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
