package io.emrops.trigger;

import io.emrops.internal.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides when a trigger fires. Pure: from the same state and the same input comes the same answer, so that a watch and a
 * replay cannot differ. {@link Trigger} tells the rules.
 *
 * <p>{@code now} is the time of whoever watches; it does not go back.
 */
public final class Detector {
    private final Trigger trigger;

    private Detector(Trigger trigger) {
        this.trigger = trigger;
    }

    public static Detector of(Trigger trigger) {
        return new Detector(Objects.requireNonNull(trigger, "trigger"));
    }

    /** A reading has come. One that is late, or was counted before, changes nothing. */
    public Observed read(TriggerState state, Reading reading, Instant now) {
        var events = new ArrayList<TriggerEvent>();
        var before = tick(state, now, "", events);
        if (isOld(before, reading)) {
            return new Observed(before, events);
        }
        if (before.blind()) {
            events.add(new TriggerEvent.Sees(trigger.id(), now));
        }
        var next = seen(before.heard(reading, now), reading);
        return new Observed(decide(end(next, now, events), reading, now, events), events);
    }

    /**
     * Time has passed.
     *
     * @param trouble why there may have been no reading; may be empty
     */
    public Observed tick(TriggerState state, Instant now, String trouble) {
        var events = new ArrayList<TriggerEvent>();
        return new Observed(tick(state, now, trouble, events), events);
    }

    /** The action of the open fire has ended; without an open fire nothing changes. */
    public Observed actionEnded(TriggerState state, Instant now, boolean succeeded) {
        if (state.open().isEmpty()) {
            return new Observed(state, List.of());
        }
        var until = now.plus(trigger.coolDown());
        return new Observed(
                state.ended(Optional.of(until), !succeeded),
                List.of(new TriggerEvent.ActionEnded(
                        trigger.id(), now, state.open().get(), succeeded, until)));
    }

    /** The action of the open fire never began and never will; no cool-down. Without an open fire nothing changes. */
    public Observed withdrawn(TriggerState state, Instant now) {
        return state.open()
                .map(fire -> new Observed(
                        state.ended(state.coolUntil(), true),
                        List.of(new TriggerEvent.Withdrawn(trigger.id(), now, fire))))
                .orElseGet(() -> new Observed(state, List.of()));
    }

    private TriggerState tick(TriggerState state, Instant now, String trouble, List<TriggerEvent> events) {
        var blindFrom = state.heard().plus(trigger.staleAfter());
        if (state.blind() || !now.isAfter(blindFrom)) {
            return state;
        }
        events.add(new TriggerEvent.Blind(trigger.id(), now, state.last(), trouble));
        return state.gone();
    }

    /** After a time without readings an older one is a clock that was set back, and the same one is a source that hangs. */
    private static boolean isOld(TriggerState state, Reading reading) {
        return state.last()
                .filter(last -> state.blind()
                        ? reading.at().equals(last)
                        : !reading.at().isAfter(last))
                .isPresent();
    }

    private TriggerState seen(TriggerState state, Reading reading) {
        if (trigger.threshold().breaches(reading.value())) {
            var over = extended(state.over(), reading);
            var same = state.over().map(Stretch::from).equals(Optional.of(over.from()));
            return state.seen(Optional.of(over), Optional.empty())
                    .told(state.told() && (same || state.firesInBreach() > 0));
        }
        if (trigger.threshold().recovers(reading.value())) {
            return state.seen(Optional.empty(), Optional.of(extended(state.under(), reading)))
                    .told(state.told() && state.firesInBreach() > 0);
        }
        var over = state.over().filter(stretch -> stretch.reaches(reading.at(), trigger.dips()));
        var under = state.under().filter(stretch -> stretch.reaches(reading.at(), trigger.dips()));
        return state.seen(over, under).told(state.told() && (over.isPresent() || state.firesInBreach() > 0));
    }

    private Stretch extended(Optional<Stretch> so, Reading reading) {
        return so.filter(known -> known.reaches(reading.at(), trigger.maxGap()))
                .map(known -> known.and(reading))
                .orElseGet(() -> Stretch.of(reading));
    }

    private TriggerState end(TriggerState state, Instant now, List<TriggerEvent> events) {
        var recovered = state.under().filter(stretch -> reaches(stretch, trigger.recoveredFor()));
        if (state.firesInBreach() == 0 || recovered.isEmpty()) {
            return state;
        }
        events.add(new TriggerEvent.BreachOver(trigger.id(), now, recovered.get()));
        return state.breachOver();
    }

    private TriggerState decide(TriggerState state, Reading reading, Instant now, List<TriggerEvent> events) {
        var sustained = state.over()
                .filter(stretch -> stretch.to().equals(reading.at()))
                .filter(stretch -> reaches(stretch, trigger.sustainedFor()));
        if (sustained.isEmpty()) {
            return state;
        }
        var over = sustained.get();
        var cooling = state.coolUntil().filter(now::isBefore);
        if (state.firesInBreach() == 0 && (state.open().isPresent() || cooling.isPresent())) {
            return tell(
                    state,
                    new TriggerEvent.HeldBack(
                            trigger.id(), now, over, state.open().isPresent() ? Optional.empty() : cooling),
                    events);
        }
        if (state.open().isPresent() || cooling.isPresent()) {
            return state;
        }
        if (state.firesInBreach() >= trigger.atMostPerBreach()) {
            return tell(state, new TriggerEvent.Outlasted(trigger.id(), now, over), events);
        }
        var fire = new Fire(trigger.id(), state.fires() + 1, reading.at(), over, why(over));
        events.add(new TriggerEvent.Fired(trigger.id(), now, fire));
        return state.fired(fire);
    }

    private static TriggerState tell(TriggerState state, TriggerEvent event, List<TriggerEvent> events) {
        if (!state.told()) {
            events.add(event);
        }
        return state.told(true);
    }

    private static boolean reaches(Stretch stretch, Duration time) {
        return stretch.length().compareTo(time) >= 0;
    }

    private String why(Stretch over) {
        var threshold = trigger.threshold();
        return trigger.title() + " " + (threshold.side() == Threshold.Side.ABOVE ? "above " : "below ")
                + threshold.text(threshold.enter()) + " for " + Words.of(over.length()) + ": " + over.readings()
                + " readings from " + over.from() + " to " + over.to() + ", " + threshold.text(over.least()) + " to "
                + threshold.text(over.most());
    }
}
