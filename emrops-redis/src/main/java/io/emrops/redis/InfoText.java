package io.emrops.redis;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The answer to {@code INFO}. */
final class InfoText {
    private final Map<String, String> fields = new TreeMap<>();

    InfoText(String text) {
        text.lines().forEach(line -> {
            var colon = line.indexOf(':');
            if (colon > 0 && line.charAt(0) != '#') {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
    }

    Optional<String> text(String field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Zero if it is not there, or is no number. */
    long number(String field) {
        return text(field)
                .filter(value -> value.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /** Keys by database, those without any left out. */
    Map<Integer, Long> keys() {
        var keys = new TreeMap<Integer, Long>();
        fields.forEach((field, value) -> {
            if (field.matches("db[0-9]{1,6}") && value.matches("keys=[0-9]{1,18}(,.*)?")) {
                var count = Long.parseLong(value.substring(5).replaceAll(",.*", ""));
                if (count > 0) {
                    keys.put(Integer.valueOf(field.substring(2)), count);
                }
            }
        });
        return keys;
    }
}
