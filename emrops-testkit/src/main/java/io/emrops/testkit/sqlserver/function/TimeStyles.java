package io.emrops.testkit.sqlserver.function;

import io.emrops.testkit.sqlserver.type.SqlType;
import io.emrops.testkit.sqlserver.type.SqlType.Kind;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.time.temporal.Temporal;
import java.util.Locale;

/** Writes dates and times in the styles of {@code CONVERT} ("CAST and CONVERT (Transact-SQL)", date and time styles). */
final class TimeStyles {
    private final LocalDateTime time;
    private final SqlType type;
    private final int style;

    private TimeStyles(LocalDateTime time, SqlType type, int style) {
        this.time = time;
        this.type = type;
        this.style = style;
    }

    /** However long it is; a style of -1 is none. */
    static String written(Temporal value, SqlType type, int style) throws SQLException {
        var isOld = type.kind() == Kind.DATETIME || type.kind() == Kind.SMALLDATETIME;
        var real = style != Conversion.NO_STYLE ? style : isOld ? 0 : 121;
        if (value instanceof OffsetDateTime time) {
            var offset = time.getOffset().getTotalSeconds() == 0
                    ? "+00:00"
                    : time.getOffset().getId();
            var local = new TimeStyles(time.toLocalDateTime(), type, real).written();
            return real == 126 || real == 127 ? local + offset : local + " " + offset;
        }
        return new TimeStyles(local(value), type, real).written();
    }

    private static LocalDateTime local(Temporal value) {
        if (value instanceof LocalDate date) {
            return date.atStartOfDay();
        } else if (value instanceof LocalTime clock) {
            return clock.atDate(Times.BEGINNING.toLocalDate());
        }
        return (LocalDateTime) value;
    }

    private String written() throws SQLException {
        var hasDate = type.kind() != Kind.TIME;
        var hasTime = type.kind() != Kind.DATE;
        var date = hasDate ? date() : "";
        var clock = hasTime ? clock() : "";
        var isIso = style == 126 || style == 127;
        return date + (date.isEmpty() || clock.isEmpty() ? "" : isIso ? "T" : " ") + clock;
    }

    private String date() throws SQLException {
        return switch (style) {
            case 0, 100, 9, 109 -> month() + String.format(Locale.ROOT, " %2d ", time.getDayOfMonth()) + year(true);
            case 1, 101, 22 -> joined("/", month2(), day(), year(style == 101));
            case 2, 102 -> joined(".", year(style == 102), month2(), day());
            case 3, 103 -> joined("/", day(), month2(), year(style == 103));
            case 4, 104 -> joined(".", day(), month2(), year(style == 104));
            case 5, 105 -> joined("-", day(), month2(), year(style == 105));
            case 6, 106 -> joined(" ", day(), month(), year(style == 106));
            case 7, 107 -> month() + " " + day() + ", " + year(style == 107);
            case 10, 110 -> joined("-", month2(), day(), year(style == 110));
            case 11, 111 -> joined("/", year(style == 111), month2(), day());
            case 12, 112 -> joined("", year(style == 112), month2(), day());
            case 13, 113 -> joined(" ", day(), month(), year(true));
            case 20, 120, 21, 25, 121, 23, 126, 127 -> joined("-", year(true), month2(), day());
            case 8, 24, 108, 14, 114 -> "";
            default -> throw unknown();
        };
    }

    private SQLException unknown() {
        return style == 130 || style == 131
                ? Failure.notPlayed("write dates of the Hijri calendar")
                : Failure.of(281, style, Types.named(type));
    }

    private String clock() throws SQLException {
        return switch (style) {
            case 0, 100 -> twelve(minutes()) + half();
            case 9, 109 -> twelve(minutes() + seconds() + fraction(":")) + half();
            case 8, 24, 108, 20, 120 -> hours() + minutes() + seconds();
            case 13, 113, 14, 114 -> hours() + minutes() + seconds() + fraction(":");
            case 21, 25, 121 -> hours() + minutes() + seconds() + fraction(".");
            case 22 -> twelve(minutes() + seconds()) + " " + half();
            case 126, 127 -> hours() + minutes() + seconds() + (time.getNano() == 0 ? "" : fraction("."));
            case 1, 101, 2, 102, 3, 103, 4, 104, 5, 105, 6, 106, 7, 107, 10, 110, 11, 111, 12, 112, 23 -> "";
            default -> throw unknown();
        };
    }

    private static String joined(String separator, String... parts) {
        return String.join(separator, parts);
    }

    private String year(boolean isLong) {
        return isLong
                ? String.format(Locale.ROOT, "%04d", time.getYear())
                : String.format(Locale.ROOT, "%02d", time.getYear() % 100);
    }

    private String month() {
        return time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH).substring(0, 3);
    }

    private String month2() {
        return two(time.getMonthValue());
    }

    private String day() {
        return two(time.getDayOfMonth());
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }

    private String twelve(String rest) {
        var hour = time.getHour() % 12;
        return String.format(Locale.ROOT, "%2d", hour == 0 ? 12 : hour) + rest;
    }

    private String half() {
        return time.getHour() < 12 ? "AM" : "PM";
    }

    private String hours() {
        return two(time.getHour());
    }

    private String minutes() {
        return ":" + two(time.getMinute());
    }

    private String seconds() {
        return ":" + two(time.getSecond());
    }

    /** As many digits as the type has; three of the old ones. */
    private String fraction(String point) {
        var digits = switch (type.kind()) {
            case DATETIME, SMALLDATETIME -> 3;
            default -> type.scale();
        };
        var all = String.format(Locale.ROOT, "%09d", time.getNano());
        return digits == 0 ? "" : point + all.substring(0, digits);
    }
}
