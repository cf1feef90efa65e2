package io.emrops.windows.counter;

import java.util.Objects;
import java.util.Optional;

/**
 * What a counter said.
 *
 * @param value empty if it cannot be told: the instance went during the reading, the counter began anew, or what it is an average of did not
 *     happen
 * @param unit of the value, as the type of the counter has it
 */
public record CounterReading(CounterQuery query, Optional<Double> value, CounterUnit unit) {
    public CounterReading {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(unit, "unit");
    }
}
