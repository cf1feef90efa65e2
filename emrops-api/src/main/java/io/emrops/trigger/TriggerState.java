package io.emrops.trigger;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a trigger remembers. A value, small whatever was read; whoever keeps it keeps the trigger.
 *
 * @param last of the newest reading that counted, by the clock of whoever measured
 * @param heard when that came, by the clock of whoever watches
 * @param blind whether none has come for too long
 * @param over the breach that is being seen, sustained or not yet
 * @param under the readings that speak for the end of a breach
 * @param fires how many it has fired so far
 * @param firesInBreach how many of them in the breach that is not over yet; 0 if there is none
 * @param open the fire whose action has not ended
 * @param coolUntil when the last cool-down ends or ended
 * @param told whether it has been told already that this breach does not fire
 */
public record TriggerState(
        Optional<Instant> last,
        Instant heard,
        boolean blind,
        Optional<Stretch> over,
        Optional<Stretch> under,
        long fires,
        int firesInBreach,
        Optional<Fire> open,
        Optional<Instant> coolUntil,
        boolean told) {
    public TriggerState {
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(heard, "heard");
        Objects.requireNonNull(over, "over");
        Objects.requireNonNull(under, "under");
        Objects.requireNonNull(open, "open");
        Objects.requireNonNull(coolUntil, "coolUntil");
    }

    /** Of a trigger that has not seen anything yet. */
    public static TriggerState begin(Instant now) {
        return new TriggerState(
                Optional.empty(),
                now,
                false,
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** Without what was seen: for a trigger whose thresholds have changed. Its fires and its cool-down stay. */
    public TriggerState withoutEvidence() {
        return seen(Optional.empty(), Optional.empty());
    }

    TriggerState heard(Reading reading, Instant now) {
        return new TriggerState(
                Optional.of(reading.at()), now, false, over, under, fires, firesInBreach, open, coolUntil, told);
    }

    TriggerState gone() {
        return new TriggerState(
                last,
                heard,
                true,
                Optional.empty(),
                Optional.empty(),
                fires,
                firesInBreach,
                open,
                coolUntil,
                told && firesInBreach > 0);
    }

    TriggerState seen(Optional<Stretch> over, Optional<Stretch> under) {
        return new TriggerState(last, heard, blind, over, under, fires, firesInBreach, open, coolUntil, told);
    }

    TriggerState fired(Fire fire) {
        return new TriggerState(
                last, heard, blind, over, under, fire.number(), firesInBreach + 1, Optional.of(fire), coolUntil, false);
    }

    TriggerState breachOver() {
        return new TriggerState(last, heard, blind, over, under, fires, 0, open, coolUntil, false);
    }

    /** @param spent whether this breach fires no more */
    TriggerState ended(Optional<Instant> cool, boolean spent) {
        var inBreach = spent && firesInBreach > 0 ? Integer.MAX_VALUE : firesInBreach;
        return new TriggerState(last, heard, blind, over, under, fires, inBreach, Optional.empty(), cool, told);
    }

    TriggerState told(boolean already) {
        return new TriggerState(last, heard, blind, over, under, fires, firesInBreach, open, coolUntil, already);
    }
}
