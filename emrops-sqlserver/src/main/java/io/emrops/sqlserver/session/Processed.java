package io.emrops.sqlserver.session;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What message 3014 says of a backup or restore that is done.
 *
 * @param pages of 8 KB
 * @param seconds how long it took
 * @param megabytesPerSecond how fast it was
 */
public record Processed(long pages, BigDecimal seconds, BigDecimal megabytesPerSecond) {
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)?");

    public Processed {
        Objects.requireNonNull(seconds, "seconds");
        Objects.requireNonNull(megabytesPerSecond, "megabytesPerSecond");
    }

    /** The three numbers are in this order in every language; if there are others, none is known. */
    static Optional<Processed> in(String text) {
        var numbers = new ArrayList<String>();
        var found = NUMBER.matcher(text);
        while (found.find()) {
            numbers.add(found.group().replace(',', '.'));
        }
        if (numbers.size() != 3 || !numbers.get(0).matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return Optional.of(new Processed(
                Long.parseLong(numbers.get(0)), new BigDecimal(numbers.get(1)), new BigDecimal(numbers.get(2))));
    }
}
