package io.emrops.internal;

import io.emrops.DataSize;
import io.emrops.spi.page.Text;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Types of parameters in the words of those who fill them in. */
final class TypeWords {
    private static final Map<Class<?>, String> WORDS = Map.ofEntries(
            Map.entry(String.class, "text"),
            Map.entry(boolean.class, "yes or no (`true`, `false`)"),
            Map.entry(Boolean.class, "yes or no (`true`, `false`)"),
            Map.entry(Instant.class, "point in time, such as `2026-03-08T07:00:00Z`"),
            Map.entry(Duration.class, "length of time, such as `PT30M` for 30 minutes"),
            Map.entry(Period.class, "number of days, months or years, such as `P7D`"),
            Map.entry(LocalDate.class, "date, such as `2026-03-08`"),
            Map.entry(LocalTime.class, "time of day, such as `02:00`"),
            Map.entry(LocalDateTime.class, "date and time, such as `2026-03-08T02:00`"),
            Map.entry(OffsetDateTime.class, "date and time with offset, such as `2026-03-08T02:00-05:00`"),
            Map.entry(
                    ZonedDateTime.class, "date and time with zone, such as `2026-03-08T03:00-04:00[America/New_York]`"),
            Map.entry(ZoneId.class, "time zone, such as `America/New_York`"),
            Map.entry(DayOfWeek.class, "day of the week, such as `SUNDAY`"),
            Map.entry(UUID.class, "UUID"),
            Map.entry(URI.class, "address, such as `https://host/path`"),
            Map.entry(DataSize.class, "number of bytes"));

    private TypeWords() {}

    static Text of(Class<?> type) {
        var words = WORDS.get(type);
        if (words != null) {
            return withCode(words);
        }
        if (type.isEnum()) {
            return Text.of("one of ")
                    .plus(Text.joined(
                            ", ",
                            Arrays.stream(type.getEnumConstants())
                                    .map(e -> Text.code(((Enum<?>) e).name()))
                                    .toList()));
        }
        if (type.isRecord()) {
            return Text.of("made of "
                    + Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .collect(Collectors.joining(", ")));
        }
        return Text.of(Shapes.of(type).text().equals("integer") ? "whole number" : "number");
    }

    /** What stands between backticks above is code. */
    private static Text withCode(String words) {
        var parts = words.split("`");
        var text = Text.of(parts[0]);
        for (var i = 1; i < parts.length; i++) {
            text = i % 2 == 1 ? text.plus(Text.code(parts[i])) : text.plus(parts[i]);
        }
        return text;
    }

    /** A default as it would be given. */
    static String value(Object value) {
        return value instanceof Enum<?> e ? e.name() : value.toString();
    }
}
