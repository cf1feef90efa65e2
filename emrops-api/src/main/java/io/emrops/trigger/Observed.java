package io.emrops.trigger;

import java.util.List;
import java.util.Objects;

/**
 * What came of an input.
 *
 * @param state to be kept before anybody is told, and before anything is done
 * @param events to be told then
 */
public record Observed(TriggerState state, List<TriggerEvent> events) {
    public Observed {
        Objects.requireNonNull(state, "state");
        events = List.copyOf(events);
    }
}
