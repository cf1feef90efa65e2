package io.emrops.testkit.sqlserver.function;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** {@code FORMAT} of en-US, as far as its patterns are those that Java has too, and {@code STR}. */
public final class Formats {
    private static final Pattern STANDARD = Pattern.compile("([nNfFdDpPcCxX])(\\d{0,2})");
    private static final Pattern CUSTOM = Pattern.compile("[#0,.%]+");
    private static final Pattern DATE = Pattern.compile(
            "(?:y{1,4}|M{1,4}|d{1,4}|H{1,2}|h{1,2}|m{1,2}|s{1,2}|f{1,7}|t{1,2}|K|zzz|[-/:., ]|'[^']*')+");
    private static final Map<String, String> DATES = Map.of(
            "d", "M/d/yyyy",
            "D", "dddd, MMMM d, yyyy",
            "t", "h:mm tt",
            "T", "h:mm:ss tt",
            "g", "M/d/yyyy h:mm tt",
            "G", "M/d/yyyy h:mm:ss tt",
            "s", "yyyy-MM-dd'T'HH:mm:ss",
            "u", "yyyy-MM-dd HH:mm:ss'Z'");

    private Formats() {}

    /** {@code FORMAT}. */
    public static @Nullable String format(Value value, String type, @Nullable String format) throws SQLException {
        var source = EngineValues.java(value);
        if (source == null || format == null) {
            return null;
        } else if (source instanceof LocalTime) {
            throw Failure.notPlayed("format values of the type time");
        } else if (source instanceof Temporal) {
            return date(source, format);
        }
        return number(ToDecimal.exact(source), format);
    }

    private static String number(BigDecimal number, String format) throws SQLException {
        var standard = STANDARD.matcher(format);
        if (standard.matches()) {
            return standard(number, standard.group(1), standard.group(2));
        } else if (CUSTOM.matcher(format).matches()) {
            return decimal(format, number);
        }
        throw Failure.notPlayed("format numbers with the pattern '" + format + "'");
    }

    private static String standard(BigDecimal number, String letter, String digits) throws SQLException {
        var places = digits.isEmpty() ? 2 : Integer.parseInt(digits);
        var fraction = places == 0 ? "" : "." + "0".repeat(places);
        return switch (letter.toUpperCase(Locale.ROOT)) {
            case "N" -> decimal("#,##0" + fraction, number);
            case "F" -> decimal("0" + fraction, number);
            case "P" -> decimal("#,##0" + fraction + "%", number);
            case "C" -> currency(number, fraction);
            case "D" -> decimal("0".repeat(digits.isEmpty() ? 1 : Math.max(1, places)), whole(number));
            default -> hexadecimal(whole(number), digits.isEmpty() ? 0 : places, letter);
        };
    }

    private static BigDecimal whole(BigDecimal number) throws SQLException {
        if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
            throw Failure.notPlayed("format numbers with places so");
        }
        return number.setScale(0, RoundingMode.DOWN);
    }

    private static String hexadecimal(BigDecimal number, int digits, String letter) {
        var text = Long.toHexString(number.longValue());
        var padded = "0".repeat(Math.max(0, digits - text.length())) + text;
        return letter.equals("X") ? padded.toUpperCase(Locale.ROOT) : padded;
    }

    private static String currency(BigDecimal number, String fraction) {
        var amount = decimal("$#,##0" + fraction, number.abs());
        return number.signum() < 0 ? "(" + amount + ")" : amount;
    }

    private static String decimal(String pattern, BigDecimal number) {
        var format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.US));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(number);
    }

    private static String date(Object value, String format) throws SQLException {
        var pattern = DATES.getOrDefault(format, format);
        if (!DATE.matcher(pattern).matches() || format.length() == 1 && !DATES.containsKey(format)) {
            throw Failure.notPlayed("format dates with the pattern '" + format + "'");
        }
        var java = pattern.replace("tt", "a")
                .replace("dddd", "EEEE")
                .replace("ddd", "EEE")
                .replace("f", "S")
                .replace("zzz", "xxx")
                .replace("y", "u");
        try {
            var time = value instanceof OffsetDateTime zoned
                    ? zoned
                    : Times.local(value).atOffset(ZoneOffset.UTC);
            return DateTimeFormatter.ofPattern(java, Locale.US).format(time);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Failure.notPlayed("format dates with the pattern '" + format + "'");
        }
    }

    /** {@code STR}: stars if it is too long, and NULL of a length that none has. */
    public static @Nullable String str(@Nullable Double number, @Nullable Integer length, @Nullable Integer places) {
        if (number == null || length == null || places == null || length < 1 || length > 8000 || places < 0) {
            return null;
        }
        var exact = new BigDecimal(number).round(ToInteger.DIGITS_OF_DOUBLE);
        var whole = exact.setScale(0, RoundingMode.DOWN).toPlainString().length()
                + (number < 0 && exact.setScale(0, RoundingMode.DOWN).signum() == 0 ? 1 : 0);
        if (whole > length) {
            return "*".repeat(length);
        }
        var room = Math.max(0, Math.min(Math.min(16, places), length - whole - 1));
        var text = exact.setScale(room, RoundingMode.HALF_UP).toPlainString();
        return text.length() > length ? "*".repeat(length) : " ".repeat(length - text.length()) + text;
    }
}
