package io.emrops.trigger;

import io.emrops.internal.Words;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When something has to be done: a threshold, and for how long it has to be breached. A value; each verb gives a new one.
 *
 * <pre>{@code
 * Trigger.of("api-cpu", "CPU of the API", Threshold.above(80, "%").endsBelow(70))
 *         .sustainedFor(ofMinutes(5))
 *         .recoveredFor(ofMinutes(5))
 *         .coolDown(ofMinutes(10));
 * }</pre>
 *
 * <h2>Sustained</h2>
 *
 * A breach is sustained when readings beyond the threshold reach over the whole time from the first to the last of them, with
 * no other readings among them and no two of them further apart than {@link #maxGap}. A reading that is missing is evidence
 * of nothing: a short gap does no harm, a longer one begins the breach anew. Nothing is assumed before the first reading, behind
 * the last, or across a gap. So a spike never fires, and one reading alone never does. With {@link #toleratingDips} readings
 * between the two thresholds do not end a breach, as long as the last one beyond is not longer ago.
 *
 * <h2>Once</h2>
 *
 * A sustained breach fires once. The next one can fire when three things are so: the breach before it is over, which takes
 * readings that have recovered for {@link #recoveredFor} in the same strict sense, so that a gap ends no breach; the action
 * has ended, however it did; and the {@link #coolDown} from that end on is over. A breach that is sustained before that
 * fires as soon as it may, if it still is. A breach that outlasts all of it fires again only with {@link
 * #atMostPerBreach}, and never if its action failed or somebody said no.
 *
 * <h2>Blind</h2>
 *
 * After {@link #staleAfter} without a new reading the trigger is blind, says so, and forgets what it has seen, but neither the
 * open breach nor the cool-down. Late readings and those that were counted before change nothing.
 *
 * <h2>Clocks</h2>
 *
 * Lengths of breaches are measured by the clock of the readings, staleness and cool-down by that of the watch; the two are
 * never compared here. A clock of the readings that jumps forward makes a gap; one that is set back makes the trigger blind for
 * {@link #staleAfter}, and then it begins anew.
 */
public final class Trigger {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");
    private static final Duration SUSTAINED = Duration.ofMinutes(5);

    private final String id;
    private final String title;
    private final Threshold threshold;
    private final Duration sustained;
    private final Optional<Duration> maxGap;
    private final Duration dips;
    private final Optional<Duration> recovered;
    private final Optional<Duration> coolDown;
    private final Optional<Duration> stale;
    private final int perBreach;

    private Trigger(
            String id,
            String title,
            Threshold threshold,
            Duration sustained,
            Optional<Duration> maxGap,
            Duration dips,
            Optional<Duration> recovered,
            Optional<Duration> coolDown,
            Optional<Duration> stale,
            int perBreach) {
        this.id = id;
        this.title = title;
        this.threshold = threshold;
        this.sustained = sustained;
        this.maxGap = maxGap;
        this.dips = dips;
        this.recovered = recovered;
        this.coolDown = coolDown;
        this.stale = stale;
        this.perBreach = perBreach;
        if (maxGap().compareTo(sustained) > 0) {
            throw new IllegalArgumentException("Trigger " + id + ": a gap of " + Words.of(maxGap())
                    + " would be longer than the breach itself, " + Words.of(sustained));
        }
        if (dips.compareTo(maxGap()) > 0) {
            throw new IllegalArgumentException("Trigger " + id + ": a dip of " + Words.of(dips)
                    + " would be longer than a gap may be, " + Words.of(maxGap()));
        }
        if (staleAfter().compareTo(maxGap()) < 0) {
            throw new IllegalArgumentException("Trigger " + id + ": it cannot be blind after " + Words.of(staleAfter())
                    + " where readings may be " + Words.of(maxGap()) + " apart");
        }
    }

    /**
     * Begins with a breach of 5 minutes; see each verb for what holds without it.
     *
     * @param id what state and runs are called by; 1 to 60 characters of {@code a-z 0-9 . _ -}
     * @param title what is measured, such as {@code CPU of the API}
     */
    public static Trigger of(String id, String title, Threshold threshold) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("Not an id of a trigger: \"" + id + "\"");
        }
        return new Trigger(
                id,
                Objects.requireNonNull(title, "title"),
                Objects.requireNonNull(threshold, "threshold"),
                SUSTAINED,
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1);
    }

    /** For how long it has to be breached; positive. */
    public Trigger sustainedFor(Duration time) {
        return new Trigger(id, title, threshold, positive(time), maxGap, dips, recovered, coolDown, stale, perBreach);
    }

    /** How far apart two readings of a breach may be; positive, at most the breach itself. A quarter of it without this. */
    public Trigger maxGap(Duration time) {
        return new Trigger(
                id,
                title,
                threshold,
                sustained,
                Optional.of(positive(time)),
                dips,
                recovered,
                coolDown,
                stale,
                perBreach);
    }

    /**
     * How long readings between the two thresholds may go on without ending a breach, from the last reading beyond; at most
     * {@link #maxGap}. Not at all without this. A value that hovers around the threshold then counts as a breach: replay
     * a recorded series first. The same holds for the recovery.
     */
    public Trigger toleratingDips(Duration time) {
        return new Trigger(
                id, title, threshold, sustained, maxGap, positive(time), recovered, coolDown, stale, perBreach);
    }

    /** For how long it has to have recovered; positive. As long as the breach without this. */
    public Trigger recoveredFor(Duration time) {
        return new Trigger(
                id, title, threshold, sustained, maxGap, dips, Optional.of(positive(time)), coolDown, stale, perBreach);
    }

    /** How long nothing is started after an action has ended; not negative. Twice the breach without this. */
    public Trigger coolDown(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("A cool-down is not negative: " + time);
        }
        return new Trigger(
                id, title, threshold, sustained, maxGap, dips, recovered, Optional.of(time), stale, perBreach);
    }

    /** After how long without a new reading it is blind; at least {@link #maxGap}. Half the breach without this. */
    public Trigger staleAfter(Duration time) {
        return new Trigger(
                id,
                title,
                threshold,
                sustained,
                maxGap,
                dips,
                recovered,
                coolDown,
                Optional.of(positive(time)),
                perBreach);
    }

    /**
     * How many runs one breach may start, one after the other, each behind the cool-down of the one before it; 1 without this.
     *
     * @param fires at least 1
     */
    public Trigger atMostPerBreach(int fires) {
        if (fires < 1) {
            throw new IllegalArgumentException("A trigger fires at least once: " + fires);
        }
        return new Trigger(id, title, threshold, sustained, maxGap, dips, recovered, coolDown, stale, fires);
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    public Threshold threshold() {
        return threshold;
    }

    public Duration sustainedFor() {
        return sustained;
    }

    public Duration maxGap() {
        return maxGap.orElseGet(() -> sustained.dividedBy(4));
    }

    public Duration dips() {
        return dips;
    }

    public Duration recoveredFor() {
        return recovered.orElse(sustained);
    }

    public Duration coolDown() {
        return coolDown.orElseGet(() -> sustained.multipliedBy(2));
    }

    public Duration staleAfter() {
        return stale.orElseGet(() -> longer(sustained.dividedBy(2), maxGap()));
    }

    public int atMostPerBreach() {
        return perBreach;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration positive(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("There has to be some time: " + time);
        }
        return time;
    }

    /** All of it, in a line; another line is another trigger. */
    @Override
    public String toString() {
        return id + ": " + title + " " + threshold + "; sustained for " + Words.of(sustained) + ", readings at most "
                + Words.of(maxGap()) + " apart" + (dips.isZero() ? "" : ", dips up to " + Words.of(dips))
                + "; over after " + Words.of(recoveredFor()) + "; cool-down "
                + Words.of(coolDown()) + "; blind after " + Words.of(staleAfter())
                + (perBreach > 1 ? "; at most " + perBreach + " times in a breach" : "");
    }
}
