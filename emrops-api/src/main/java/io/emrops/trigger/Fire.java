package io.emrops.trigger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;

/**
 * A trigger has fired: the intent to act, written down before anything is started.
 *
 * @param trigger which one
 * @param number how many it has fired, from 1
 * @param at of the reading that made it fire
 * @param over what was measured
 * @param why in a sentence; the reason of the run
 */
public record Fire(String trigger, long number, Instant at, Stretch over, String why) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    public Fire {
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(over, "over");
        Objects.requireNonNull(why, "why");
    }

    /**
     * The id of the run that this fire starts, such as {@code 20260301-021500-api-cpu-7}. As there is no second run of the
     * same id, a start whose outcome is not known may be repeated.
     */
    public String runId() {
        return STAMP.format(at) + "-" + trigger + "-" + number;
    }
}
