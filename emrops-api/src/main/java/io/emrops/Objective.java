package io.emrops;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How long something may take at most, or how much may be lost, as somebody has set themselves; beside it what can be kept at worst,
 * and what was measured. A {@link Finding} that states it brings it to the head of the report.
 *
 * <pre>{@code
 * Finding.ok("Recovered").stating(Objective.of("Recovery point of EMRNext (RPO)", Duration.ofHours(1))
 *         .achievable(Duration.ofDays(1))       // by the schedule of backups
 *         .measured(Duration.ofMinutes(30)));   // by this recovery
 * }</pre>
 *
 * @param name what it is called; it names the system too, as a run may have several
 * @param target positive
 * @param achievable what the arrangements keep at worst; empty if that is not known
 * @param measured what it was this time; empty if it was not measured
 * @param missed why it is not kept, in a sentence without a full stop; present also if only a duration says so, and empty if
 *     nothing does
 */
public record Objective(
        String name,
        Duration target,
        Optional<Duration> achievable,
        Optional<Duration> measured,
        Optional<String> missed) {
    /** How an objective stands. */
    public enum Standing {
        /** Nothing that is known is beyond the target; if only what was measured is known, nothing is said of the worst. */
        KEPT,
        /** What was measured is within the target, and the arrangements cannot keep it at worst. */
        KEPT_THIS_TIME,
        /** What was measured is beyond the target; or nothing was, and the arrangements cannot keep it. */
        NOT_KEPT,
        /** Nothing was measured, and what can be kept is not known. */
        NOT_KNOWN
    }

    public Objective {
        Objects.requireNonNull(name, "name");
        if (target.isZero() || target.isNegative()) {
            throw new IllegalArgumentException("The target of \"" + name + "\" is positive: " + target);
        }
        achievable.ifPresent(worst -> requireNotNegative(name, worst));
        measured.ifPresent(took -> requireNotNegative(name, took));
        missed = missed.or(() -> excess(target, achievable, measured));
    }

    /** Nothing is known of it yet. */
    public static Objective of(String name, Duration target) {
        return new Objective(name, target, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What the arrangements keep at worst, such as the schedule of backups. */
    public Objective achievable(Duration worst) {
        return new Objective(name, target, Optional.of(worst), measured, said());
    }

    /** What it was this time. */
    public Objective measured(Duration took) {
        return new Objective(name, target, achievable, Optional.of(took), said());
    }

    /** It is not kept for another reason than a duration, such as that there is no backup at all: a sentence without a full stop. */
    public Objective missed(String why) {
        return new Objective(name, target, achievable, measured, Optional.of(why));
    }

    public Standing standing() {
        if (missed.isEmpty()) {
            return achievable.isEmpty() && measured.isEmpty() ? Standing.NOT_KNOWN : Standing.KEPT;
        }
        return measured.filter(took -> took.compareTo(target) <= 0).isPresent()
                ? Standing.KEPT_THIS_TIME
                : Standing.NOT_KEPT;
    }

    private Optional<String> said() {
        return excess(target, achievable, measured).equals(missed) ? Optional.empty() : missed;
    }

    private static Optional<String> excess(
            Duration target, Optional<Duration> achievable, Optional<Duration> measured) {
        var measuredBeyond = measured.filter(took -> took.compareTo(target) > 0).isPresent();
        var worstBeyond =
                achievable.filter(worst -> worst.compareTo(target) > 0).isPresent();
        if (measuredBeyond) {
            return Optional.of(
                    worstBeyond
                            ? "What was measured is beyond the target, and so is what can be kept at worst"
                            : "What was measured is beyond the target");
        }
        return worstBeyond ? Optional.of("What can be kept at worst is beyond the target") : Optional.empty();
    }

    private static void requireNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("\"" + name + "\" takes no negative time: " + duration);
        }
    }
}
