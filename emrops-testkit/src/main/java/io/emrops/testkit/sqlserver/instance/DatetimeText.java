package io.emrops.testkit.sqlserver.instance;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A date and time as text, as {@code datetime} is written in a session in us_english ("datetime (Transact-SQL)", "CAST and CONVERT
 * (Transact-SQL)"): the month before the day unless the year comes first, thousandths of a second, years of two digits up to 2049.
 */
final class DatetimeText {
    private static final Pattern ISO =
            Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d):(\\d\\d)(?:([.])(\\d{1,3}))?");
    private static final String TIME = "(\\d{1,2})(?::(\\d{1,2})(?::(\\d{1,2})(?:([.:])(\\d{1,3}))?)?)?\\s*([AP]M)?";
    private static final Pattern TIME_LAST = Pattern.compile("(?:(.*\\s))?" + TIME, Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME_FIRST = Pattern.compile(TIME + "(\\s.*)", Pattern.CASE_INSENSITIVE);

    private static final Pattern UNSEPARATED = Pattern.compile("(\\d{4}|\\d\\d)(\\d\\d)(\\d\\d)");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern MONTH_FIRST = Pattern.compile("(\\d{1,2})([/.-])(\\d{1,2})\\2(\\d{4}|\\d\\d)");
    private static final Pattern YEAR_FIRST = Pattern.compile("(\\d{4})([/.-])(\\d{1,2})\\2(\\d{1,2})");
    private static final Pattern NAME_FIRST =
            Pattern.compile("([A-Za-z]+)\\s*(\\d{1,2})(?:\\s*,\\s*|\\s+)(\\d{4}|\\d\\d)");
    private static final Pattern DAY_FIRST =
            Pattern.compile("(\\d{1,2})[\\s-]*([A-Za-z]+)(?:\\s*,\\s*|[\\s-]*)(\\d{4}|\\d\\d)");
    private static final Pattern NO_DAY = Pattern.compile("([A-Za-z]+)\\s*,?\\s*(\\d{4})");

    private static final List<String> MONTHS = List.of(
            "JANUARY",
            "FEBRUARY",
            "MARCH",
            "APRIL",
            "MAY",
            "JUNE",
            "JULY",
            "AUGUST",
            "SEPTEMBER",
            "OCTOBER",
            "NOVEMBER",
            "DECEMBER");
    private static final LocalDate FIRST = LocalDate.of(1753, 1, 1);
    private static final LocalDate IF_NONE = LocalDate.of(1900, 1, 1);
    private static final int LAST_TWO_DIGITS = 49;
    private static final int NOON = 12;

    private DatetimeText() {}

    /** Empty if it is none. */
    static Optional<LocalDateTime> parse(String written) {
        var text = written.strip();
        try {
            return read(text).filter(read -> !read.toLocalDate().isBefore(FIRST));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDateTime> read(String text) {
        var iso = ISO.matcher(text);
        if (iso.matches()) {
            var date = LocalDate.of(number(iso, 1), number(iso, 2), number(iso, 3));
            var time = LocalTime.of(number(iso, 4), number(iso, 5), number(iso, 6), nanos(iso, 7));
            return Optional.of(date.atTime(time));
        }
        var date = date(text);
        if (date.isPresent()) {
            return date.map(LocalDate::atStartOfDay);
        }
        var last = TIME_LAST.matcher(text);
        if (last.matches() && isTime(last, 2)) {
            var before = last.group(1);
            return before == null
                    ? Optional.of(IF_NONE.atTime(time(last, 2)))
                    : date(before.strip()).map(day -> day.atTime(time(last, 2)));
        }
        var first = TIME_FIRST.matcher(text);
        return first.matches() && isTime(first, 1)
                ? date(first.group(7).strip()).map(day -> day.atTime(time(first, 1)))
                : Optional.empty();
    }

    private static boolean isTime(MatchResult match, int group) {
        return match.group(group + 1) != null || match.group(group + 5) != null;
    }

    private static LocalTime time(MatchResult match, int group) {
        var hour = number(match, group);
        var half = match.group(group + 5);
        if (half != null && half.equalsIgnoreCase("AM")) {
            if (hour > NOON) {
                throw new DateTimeException(match.group());
            }
            hour %= NOON;
        } else if (half != null && hour < NOON) {
            hour += NOON;
        }
        return LocalTime.of(hour, number(match, group + 1), number(match, group + 2), nanos(match, group + 3));
    }

    /** Behind a point there are decimals, behind a colon thousandths. */
    private static int nanos(MatchResult match, int group) {
        var digits = match.group(group + 1);
        if (digits == null) {
            return 0;
        }
        var thousandths = match.group(group).equals(".") ? (digits + "00").substring(0, 3) : digits;
        return Integer.parseInt(thousandths) * 1_000_000;
    }

    private static Optional<LocalDate> date(String text) {
        Matcher match;
        if ((match = UNSEPARATED.matcher(text)).matches()) {
            return Optional.of(LocalDate.of(year(match, 1), number(match, 2), number(match, 3)));
        } else if (YEAR.matcher(text).matches()) {
            return Optional.of(LocalDate.of(Integer.parseInt(text), 1, 1));
        } else if ((match = MONTH_FIRST.matcher(text)).matches()) {
            return Optional.of(LocalDate.of(year(match, 4), number(match, 1), number(match, 3)));
        } else if ((match = YEAR_FIRST.matcher(text)).matches()) {
            return Optional.of(LocalDate.of(number(match, 1), number(match, 3), number(match, 4)));
        } else if ((match = NAME_FIRST.matcher(text)).matches()) {
            return Optional.of(LocalDate.of(year(match, 3), month(match.group(1)), number(match, 2)));
        } else if ((match = DAY_FIRST.matcher(text)).matches()) {
            return Optional.of(LocalDate.of(year(match, 3), month(match.group(2)), number(match, 1)));
        } else if ((match = NO_DAY.matcher(text)).matches()) {
            return Optional.of(LocalDate.of(number(match, 2), month(match.group(1)), 1));
        }
        return Optional.empty();
    }

    /** Its whole name, or three letters of it. */
    private static int month(String name) {
        var capitals = name.toUpperCase(Locale.ROOT);
        for (var i = 0; i < MONTHS.size(); i++) {
            if (MONTHS.get(i).equals(capitals) || MONTHS.get(i).substring(0, 3).equals(capitals)) {
                return i + 1;
            }
        }
        throw new DateTimeException(name);
    }

    private static int year(MatchResult match, int group) {
        var year = number(match, group);
        if (match.group(group).length() > 2) {
            return year;
        }
        return year > LAST_TWO_DIGITS ? 1900 + year : 2000 + year;
    }

    private static int number(MatchResult match, int group) {
        var digits = match.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
