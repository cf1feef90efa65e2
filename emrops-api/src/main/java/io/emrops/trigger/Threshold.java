package io.emrops.trigger;

import java.util.Locale;
import java.util.Objects;

/**
 * Where a breach begins and where it ends. The two differ, so that a value that hovers around one of them is no series of
 * breaches. Readings between the two say neither.
 *
 * <pre>{@code
 * Threshold.above(80, "%").endsBelow(70)
 * Threshold.below(10, "%").endsAbove(15)
 * }</pre>
 *
 * @param side on which side of {@code enter} a breach is
 * @param enter readings beyond this are of a breach; this value itself is not
 * @param leave readings on the other side of this speak for its end; this value itself does not
 * @param unit for people, such as {@code %} or {@code ms}; may be empty
 */
public record Threshold(Side side, double enter, double leave, String unit) {
    /** Which values are too many. */
    public enum Side {
        /** A breach is above. */
        ABOVE,
        /** A breach is below. */
        BELOW
    }

    public Threshold {
        Objects.requireNonNull(side, "side");
        Objects.requireNonNull(unit, "unit");
        if (!Double.isFinite(enter) || !Double.isFinite(leave)) {
            throw new IllegalArgumentException("Thresholds are numbers: " + enter + ", " + leave);
        }
        if (side == Side.ABOVE ? leave >= enter : leave <= enter) {
            throw new IllegalArgumentException("A breach that begins " + word(side) + " " + enter + " ends "
                    + (side == Side.ABOVE ? "below that, not at " : "above that, not at ") + leave);
        }
    }

    /** A threshold whose end is still to be said. */
    public record Enter(Side side, double value, String unit) {
        /** A breach ends when values stay below this, which is less than where it begins. */
        public Threshold endsBelow(double leave) {
            return new Threshold(side, value, leave, unit);
        }

        /** A breach ends when values stay above this, which is more than where it begins. */
        public Threshold endsAbove(double leave) {
            return new Threshold(side, value, leave, unit);
        }
    }

    /** Values above this are too high; say {@link Enter#endsBelow} next. */
    public static Enter above(double value, String unit) {
        return new Enter(Side.ABOVE, value, unit);
    }

    /** Values below this are too low; say {@link Enter#endsAbove} next. */
    public static Enter below(double value, String unit) {
        return new Enter(Side.BELOW, value, unit);
    }

    /** Whether a value is of a breach. */
    public boolean breaches(double value) {
        return side == Side.ABOVE ? value > enter : value < enter;
    }

    /** Whether a value speaks for the end of a breach. */
    public boolean recovers(double value) {
        return side == Side.ABOVE ? value < leave : value > leave;
    }

    /** A value with its unit, such as {@code 84.1 %}. */
    public String text(double value) {
        var number = value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : Math.abs(value) >= 1
                        ? String.format(Locale.ROOT, "%.1f", value)
                        : String.format(Locale.ROOT, "%.3g", value);
        return unit.isEmpty() ? number : number + " " + unit;
    }

    private static String word(Side side) {
        return side.name().toLowerCase(Locale.ROOT);
    }

    /** Such as {@code above 80 %, over below 70 %}. */
    @Override
    public String toString() {
        var end = side == Side.ABOVE ? Side.BELOW : Side.ABOVE;
        return word(side) + " " + text(enter) + ", over " + word(end) + " " + text(leave);
    }
}
