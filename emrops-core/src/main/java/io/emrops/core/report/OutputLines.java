package io.emrops.core.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.DataSize;
import io.emrops.core.time.Durations;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What a step has returned, as lines that people read: a line for each field, and one for each item of a list. */
final class OutputLines {
    /** What comes behind that is counted. */
    private static final int MOST_ITEMS = 20;

    /** As {@link Duration} is kept, up to what fits in one. */
    private static final Pattern DURATION =
            Pattern.compile("PT(?=\\d)(?:\\d{1,15}H)?(?:\\d{1,2}M)?(?:\\d{1,2}(?:\\.\\d{1,9})?S)?");

    private OutputLines() {}

    static List<String> of(JsonNode output) {
        var lines = new ArrayList<String>();
        if (output.isObject()) {
            output.properties().forEach(field -> addField(lines, field.getKey(), field.getValue()));
        } else if (output.isArray()) {
            addItems(lines, "", output);
        } else if (!output.isNull() && !output.isMissingNode()) {
            lines.add(words(output));
        }
        return lines;
    }

    private static void addField(List<String> lines, String name, JsonNode value) {
        if (isEmpty(value)) {
            lines.add(name + ": none");
        } else if (value.isArray()) {
            lines.add(name + ":");
            addItems(lines, "- ", value);
        } else {
            lines.add(name + ": " + inline(value));
        }
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.asText().isEmpty();
    }

    private static void addItems(List<String> lines, String mark, JsonNode items) {
        StreamSupport.stream(items.spliterator(), false)
                .limit(MOST_ITEMS)
                .forEach(item -> lines.add(mark + inline(item)));
        if (items.size() > MOST_ITEMS) {
            lines.add(mark + "and " + (items.size() - MOST_ITEMS) + " more");
        }
    }

    private static String inline(JsonNode value) {
        if (value.isArray()) {
            var shown = StreamSupport.stream(value.spliterator(), false)
                    .limit(MOST_ITEMS)
                    .map(OutputLines::inline)
                    .collect(Collectors.joining(", "));
            return value.size() > MOST_ITEMS ? shown + " and " + (value.size() - MOST_ITEMS) + " more" : shown;
        }
        if (isSize(value)) {
            return new DataSize(value.get("bytes").longValue()).toString();
        }
        if (value.isObject()) {
            return value.properties().stream()
                    .filter(field -> !isEmpty(field.getValue()))
                    .map(field -> field.getKey() + " " + inline(field.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return words(value);
    }

    /** To four digits where there are decimals; the output itself is as it was. */
    private static String rounded(BigDecimal number) {
        var digits = Math.max(4, number.precision() - number.scale());
        return number.round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** As {@link DataSize} is kept. */
    private static boolean isSize(JsonNode value) {
        var bytes = value.path("bytes");
        return value.size() == 1 && bytes.isIntegralNumber() && bytes.canConvertToLong() && bytes.longValue() >= 0;
    }

    private static String words(JsonNode value) {
        if (value.isFloatingPointNumber() && Double.isFinite(value.doubleValue())) {
            return rounded(value.decimalValue());
        }
        var text = value.asText();
        return value.isTextual() && DURATION.matcher(text).matches() ? Durations.words(Duration.parse(text)) : text;
    }
}
