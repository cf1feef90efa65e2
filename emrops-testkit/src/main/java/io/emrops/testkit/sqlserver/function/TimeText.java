package io.emrops.testkit.sqlserver.function;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads dates and times that are written ("Date and time styles"), in us_english. */
final class TimeText {
    private static final String MONTH = "(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> LONG_MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");
    private static final String TIME =
            "(?<hour>\\d{1,2})(?::(?<minute>\\d{1,2})(?::(?<second>\\d{1,2})(?:(?<point>[.:])(?<fraction>\\d{1,7}))?)?)?\\s*(?<half>am|pm)?";
    private static final String OFFSET = "\\s*(?<offset>z|[+-]\\d{1,2}:\\d{2})?";

    private static final List<Pattern> DATES = List.of(
            pattern("(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})"),
            pattern("(?<year>\\d{2})(?<month>\\d{2})(?<day>\\d{2})"),
            pattern("(?<year>\\d{4})"),
            pattern("(?<year>\\d{4})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})"),
            pattern("(?<first>\\d{1,2})[-/.](?<second2>\\d{1,2})[-/.](?<third>\\d{4}|\\d{1,2})"),
            pattern(MONTH + "[ .]*(?<day>\\d{1,2})(?:,| ) *(?<year>\\d{4}|\\d{2})"),
            pattern("(?<day>\\d{1,2})[ -]?" + MONTH + "(?:,| |-)? *(?<year>\\d{4}|\\d{2})"),
            pattern("(?<year>\\d{4})[ -]?" + MONTH + "[ -]?(?<day>\\d{1,2})"));
    private static final Pattern TIME_ALONE = Pattern.compile(TIME + OFFSET);

    private static final int MIDDLE_OF_CENTURIES = 50;

    private TimeText() {}

    /** In which order day, month and year stand. */
    enum Order {
        MDY,
        DMY,
        YMD;

        static Order of(int style) {
            return switch (style) {
                case 3, 4, 5, 103, 104, 105, 131 -> DMY;
                case 2, 11, 102, 111 -> YMD;
                default -> MDY;
            };
        }
    }

    private static Pattern pattern(String date) {
        return Pattern.compile(date + "(?:(?:\\s+|(?<iso>t))" + TIME + ")?" + OFFSET);
    }

    /**
     * At the offset that is written, or none.
     *
     * @param isOld for {@code datetime} and {@code smalldatetime}, which take fewer digits of a second and no offset, and after a
     *     {@code T} no time without seconds
     * @return empty if it is not readable
     * @throws DateTimeException if there is no such day or time
     */
    static Optional<OffsetDateTime> read(String text, Order order, boolean isOld) {
        var trimmed = text.strip().toLowerCase(Locale.ROOT);
        if (trimmed.isEmpty()) {
            return Optional.of(Times.BEGINNING.atOffset(ZoneOffset.UTC));
        }
        for (var pattern : DATES) {
            var matcher = pattern.matcher(trimmed);
            if (matcher.matches()) {
                return whole(matcher, pattern, order, isOld);
            }
        }
        var matcher = TIME_ALONE.matcher(trimmed);
        if (!matcher.matches() || matcher.group("minute") == null && matcher.group("half") == null) {
            return Optional.empty();
        }
        return at(Times.BEGINNING.toLocalDate(), matcher, isOld);
    }

    private static Optional<OffsetDateTime> whole(Matcher matcher, Pattern pattern, Order order, boolean isOld) {
        var isHour = matcher.group("hour") != null;
        if (isHour && matcher.group("minute") == null && matcher.group("half") == null) {
            return Optional.empty();
        }
        if (pattern.toString().contains(MONTH) && !isMonth(matcher)) {
            return Optional.empty();
        }
        if (isOld && matcher.group("iso") != null && matcher.group("second") == null) {
            return Optional.empty();
        }
        return at(date(matcher, pattern, order), matcher, isOld);
    }

    /** Short or in full, nothing between. */
    private static boolean isMonth(Matcher matcher) {
        var name = matcher.group("name");
        var start = matcher.start("name");
        var end = start;
        var text = matcher.group();
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        var word = text.substring(start, end);
        return word.equals(name) || LONG_MONTHS.contains(word);
    }

    private static LocalDate date(Matcher matcher, Pattern pattern, Order order) {
        var written = pattern.toString();
        if (written.contains("?<first>")) {
            return ordered(
                    Integer.parseInt(matcher.group("first")),
                    Integer.parseInt(matcher.group("second2")),
                    matcher.group("third"),
                    order);
        } else if (written.contains("?<name>")) {
            var month = MONTHS.indexOf(matcher.group("name")) + 1;
            return LocalDate.of(year(matcher.group("year")), month, Integer.parseInt(matcher.group("day")));
        } else if (!written.contains("?<month>")) {
            return LocalDate.of(Integer.parseInt(matcher.group("year")), 1, 1);
        }
        return LocalDate.of(
                year(matcher.group("year")),
                Integer.parseInt(matcher.group("month")),
                Integer.parseInt(matcher.group("day")));
    }

    private static LocalDate ordered(int first, int second, String third, Order order) {
        return switch (order) {
            case MDY -> LocalDate.of(year(third), first, second);
            case DMY -> LocalDate.of(year(third), second, first);
            case YMD ->
                third.length() == 4
                        ? LocalDate.of(year(third), first, second)
                        : LocalDate.of(
                                year(String.format(Locale.ROOT, "%02d", first)), second, Integer.parseInt(third));
        };
    }

    /** Two digits are of 1950 to 2049. */
    private static int year(String digits) {
        var year = Integer.parseInt(digits);
        if (digits.length() > 2) {
            return year;
        }
        return year < MIDDLE_OF_CENTURIES ? 2000 + year : 1900 + year;
    }

    private static Optional<OffsetDateTime> at(LocalDate date, Matcher matcher, boolean isOld) {
        var fraction = matcher.group("fraction");
        var offset = matcher.group("offset");
        if (isOld && (fraction != null && fraction.length() > 3 || offset != null && !offset.equals("z"))) {
            return Optional.empty();
        }
        return Optional.of(OffsetDateTime.of(date, time(matcher), offset(offset == null ? "z" : offset)));
    }

    private static LocalTime time(Matcher matcher) {
        var hour = number(matcher, "hour");
        var half = matcher.group("half");
        if (half != null) {
            if (hour > 12) {
                throw new DateTimeException("no hour of half a day");
            }
            hour = hour % 12 + (half.equals("pm") ? 12 : 0);
        }
        return LocalTime.of(hour, number(matcher, "minute"), number(matcher, "second"), nanos(matcher));
    }

    private static int number(Matcher matcher, String group) {
        var digits = matcher.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** Behind a colon they are milliseconds, however many digits there are. */
    private static int nanos(Matcher matcher) {
        var fraction = matcher.group("fraction");
        if (fraction == null) {
            return 0;
        } else if (matcher.group("point").equals(":")) {
            return Integer.parseInt(fraction) * 1_000_000;
        }
        return Integer.parseInt((fraction + "000000000").substring(0, 9));
    }

    private static ZoneOffset offset(String text) {
        if (text.equals("z")) {
            return ZoneOffset.UTC;
        }
        var colon = text.indexOf(':');
        var hours = Integer.parseInt(text.substring(1, colon));
        var minutes = Integer.parseInt(text.substring(colon + 1));
        var total = hours * 60 + minutes;
        if (minutes > 59 || total > 14 * 60) {
            throw new DateTimeException("no offset");
        }
        return ZoneOffset.ofTotalSeconds(60 * (text.charAt(0) == '-' ? -total : total));
    }
}
